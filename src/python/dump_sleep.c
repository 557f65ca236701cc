/* What the threads of a dump sleep in, as the kernel says before anything is stopped. */
#include "python/dump_sleep.h"

#include "python/gil.h"
#include "target/activity.h"

struct pf_error *pf_dump_sleeps_read(struct pf_dump_store *store, struct pf_process *process)
{
	store->sleeps.count = 0;
	for (size_t i = 0; i < store->states.threads.count; i++) {
		struct pf_activity activity;
		pid_t tid = store->states.threads.items[i].tid;
		if (!tid)
			continue;
		struct pf_error *err = pf_activity_peek_call(process, tid, &activity);
		if (err && pf_error_code(err) == PF_NO_MEMORY)
			return err;
		pf_error_destroy(err);
		struct pf_sleep sleep = { tid, activity.syscall, activity.futex };
		if (!err && activity.asleep)
			PF_TRY(pf_array_push(&store->sleeps, sleep));
	}
	return NULL;
}

void pf_dump_sleeps_apply(const struct pf_dump_store *store, pf_addr gil_cond,
			  struct pf_thread *thread)
{
	const struct pf_gil gil = { .cond = gil_cond };
	thread->syscall = PF_UNKNOWN;
	for (size_t i = 0; i < store->sleeps.count && thread->state != 'R'; i++) {
		const struct pf_sleep *sleep = &store->sleeps.items[i];
		if (sleep->tid != thread->tid)
			continue;
		thread->syscall = sleep->syscall;
		thread->gil_wait = !thread->gil && pf_gil_is_awaited(&gil, sleep->futex);
	}
}
