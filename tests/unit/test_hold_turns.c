/* target/hold: two samplers that hold the same thread by turns. */
#include "base/clock.h"
#include "holding.h"
#include "tap.h"

#include <stdatomic.h>
#include <sys/mman.h>

/* The turns of one that holds the child, in memory that both have. */
struct turns {
	atomic_ullong count, longest_ns, refused;
};

/* Nobody is waited for who has a thread for longer. */
static const uint64_t PATIENCE_NS = 50000000;

/* Has the child, and lets it run, for half a millisecond each. */
static struct pf_error *take_turn(struct pf_hold *mine, struct turns *turns)
{
	uint64_t begun_ns = pf_clock_now_ns();
	struct pf_error *err = pf_hold_stop(mine, &child.pid, 1);
	usleep(500);
	pf_hold_resume(mine);
	uint64_t took_ns = pf_clock_now_ns() - begun_ns;
	if (took_ns > turns->longest_ns)
		turns->longest_ns = took_ns;
	turns->refused += err && pf_error_code(err) == PF_PERMISSION;
	turns->count++;
	usleep(500);
	return err;
}

/* ARG: struct turns. */
static void run_sampler(int in, int out, void *arg)
{
	struct turns *turns = arg;
	struct pf_process *target;
	struct pf_hold *mine;
	(void)in;
	if (pf_process_attach(child.pid, &target) || pf_hold_create(target, &mine))
		_exit(1);
	child_send(out, "s", 1);
	for (;;) {
		struct pf_error *err = take_turn(mine, turns);
		if (err && pf_error_code(err) != PF_PERMISSION)
			_exit(1);
		pf_error_destroy(err);
	}
}

/* Both get the thread, however often they are in each other's way, unless one is kept from running. */
START_TEST(another_sampler_is_waited_for)
{
	struct child sampler;
	struct turns own = { 0 };
	char byte;
	struct turns *turns = mmap(NULL, sizeof(*turns), PROT_READ | PROT_WRITE,
				   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ck_assert_ptr_ne(turns, MAP_FAILED);
	start(child_echo, false);
	child_start(&sampler, run_sampler, turns);
	ck_assert(child_receive(sampler.out, &byte, 1));
	for (int i = 0; i < 300; i++) {
		struct pf_error *err = take_turn(hold, &own);
		ck_assert(!err || pf_error_code(err) == PF_PERMISSION);
		pf_error_destroy(err);
	}
	for (unsigned long long count = turns->count; turns->count < count + 2;)
		ck_assert_int_ne(child_state(sampler.pid), 'Z');
	ck_assert(!own.refused || turns->longest_ns >= PATIENCE_NS);
	ck_assert(!turns->refused || own.longest_ns >= PATIENCE_NS);
	child_end(&sampler);
	finish();
	munmap(turns, sizeof(*turns));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("hold_turns");
	TCase *tests = tcase_create("hold_turns");
	tcase_add_test(tests, another_sampler_is_waited_for);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
