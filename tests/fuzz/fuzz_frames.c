/* Fuzzes python/frames, code, states and gil over memory that is the input. */
#include "fuzz_memory.h"
#include "python/frames.h"
#include "python/gil.h"
#include "python/states.h"

#include <stdlib.h>

static void check(bool right)
{
	if (!right)
		abort();
}

/* Either a whole stack, or one that says why it is not. */
static void walk(const struct fuzz_memory *fuzz)
{
	struct pf_code_table codes = { 0 };
	struct pf_frames frames = { 0 };
	const char *truncated = NULL;
	pf_addr newest;
	pf_error_destroy(pf_frames_find_newest(&fuzz->reader, fuzz->start, &newest));
	struct pf_error *err =
		pf_frames_walk(&fuzz->reader, &codes, fuzz->start, &frames, &truncated);
	check(!err && frames.count <= 3 * fuzz->size + 3);
	for (size_t i = 0; i < frames.count; i++)
		check(frames.items[i].code && frames.items[i].code->function);
	pf_array_deinit(&frames);
	pf_code_table_deinit(&codes);
}

static void peek_states(const struct fuzz_memory *fuzz)
{
	struct pf_python python = { .runtime = fuzz->start, .layout = fuzz->layout };
	struct pf_states states = { 0 };
	struct pf_error *err = pf_states_peek(&python, &fuzz->reader, &states);
	size_t count = 0;
	for (size_t i = 0; !err && i < states.interpreters.count; i++) {
		struct pf_gil gil;
		check(states.interpreters.items[i].first_thread == count);
		count += states.interpreters.items[i].thread_count;
		pf_error_destroy(
			pf_gil_peek(&python, &fuzz->reader, states.interpreters.items[i].at, &gil));
	}
	check(err || count == states.threads.count);
	pf_error_destroy(err);
	pf_states_deinit(&states);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_memory fuzz;
	if (!fuzz_memory_init(&fuzz, data, size))
		return 0;
	walk(&fuzz);
	peek_states(&fuzz);
	return 0;
}
