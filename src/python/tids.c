/* From what Python knows of a thread to the kernel's thread id in our pid namespace. */
#include "python/tids.h"

#include "base/cleanup.h"
#include "base/map.h"
#include "target/process.h"

/* How much of struct pthread is looked at: glibc's has 2304 bytes with the tid at 720, musl's 200. */
enum { PTHREAD_SIZE = 1024, GLIBC_TID = 720 };

/* ns tid → tid of all tasks. */
static struct pf_error *index_tasks(const struct pf_task *tasks, size_t count, struct pf_map *ret)
{
	for (size_t i = 0; i < count; i++)
		PF_TRY(pf_map_put(ret, (uint64_t)tasks[i].ns_tid, (uint64_t)tasks[i].tid));
	return NULL;
}

static pid_t tid_of(const struct pf_map *by_ns_tid, uint64_t ns_tid)
{
	uint64_t *found = pf_map_find(by_ns_tid, ns_tid);
	return found ? (pid_t)*found : 0;
}

static pid_t tid_at(const struct pf_reader *reader, const struct pf_map *by_ns_tid, pf_addr at)
{
	int32_t value = 0;
	struct pf_error *err = pf_reader_peek_int(reader, at, &value);
	pf_error_destroy(err);
	return err || value <= 0 ? 0 : tid_of(by_ns_tid, (uint64_t)value);
}

/* How many different tasks the threads name at OFFSET of their struct pthread. */
static struct pf_error *count_fits(const struct pf_reader *reader, const struct pf_map *by_ns_tid,
				   const struct pf_states *states, int32_t offset, size_t *ret)
{
	PF_GUARD(pf_map_deinit) struct pf_map different = { 0 };
	for (size_t i = 0; i < states->threads.count; i++) {
		uint64_t ident = states->threads.items[i].ident;
		pid_t tid = ident ? tid_at(reader, by_ns_tid, ident + (pf_addr)offset) : 0;
		if (tid)
			PF_TRY(pf_map_put(&different, (uint64_t)tid, 1));
	}
	*ret = different.count;
	return NULL;
}

/*
 * libc keeps a thread's tid in its struct pthread, whose layout is private. The offset is where
 * most threads have numbers of tasks, each its own (all threads, but for states that a fork left
 * behind): found by looking. glibc's place for it on 64-bit machines is the first guess.
 */
static struct pf_error *find_pthread_tid(struct pf_python *python, const struct pf_reader *reader,
					 const struct pf_map *by_ns_tid,
					 const struct pf_states *states)
{
	int32_t guess = python->pthread_tid == PF_ABSENT ? GLIBC_TID : python->pthread_tid;
	size_t best, found;
	PF_TRY(count_fits(reader, by_ns_tid, states, guess, &best));
	python->pthread_tid = best ? guess : PF_ABSENT;
	for (int32_t offset = 0; offset < PTHREAD_SIZE && best < states->threads.count;
	     offset += 4) {
		PF_TRY(count_fits(reader, by_ns_tid, states, offset, &found));
		if (found > best) {
			best = found;
			python->pthread_tid = offset;
		}
	}
	return NULL;
}

struct pf_error *pf_tids_translate(struct pf_python *python, const struct pf_reader *reader,
				   const struct pf_task *tasks, size_t count,
				   struct pf_states *states)
{
	PF_GUARD(pf_map_deinit) struct pf_map by_ns_tid = { 0 };
	PF_TRY(index_tasks(tasks, count, &by_ns_tid));
	bool looked = false;
	for (size_t i = 0; i < states->threads.count; i++) {
		struct pf_thread_state *thread = &states->threads.items[i];
		thread->tid = tid_of(&by_ns_tid, thread->native_id);
		if (thread->tid || !thread->ident)
			continue;
		if (!looked)
			PF_TRY(find_pthread_tid(python, reader, &by_ns_tid, states));
		looked = true;
		if (python->pthread_tid != PF_ABSENT)
			thread->tid = tid_at(reader, &by_ns_tid,
					     thread->ident + (pf_addr)python->pthread_tid);
	}
	return NULL;
}

struct pf_error *pf_tids_translate_one(const struct pf_python *python,
				       const struct pf_reader *reader,
				       const struct pf_thread_state *state, pid_t *ret)
{
	int32_t number = 0;
	*ret = 0;
	if (state->native_id)
		PF_TRY(pf_process_translate_tid(python->process, (pid_t)state->native_id, ret));
	if (*ret || !state->ident || python->pthread_tid == PF_ABSENT)
		return NULL;
	PF_TRY(pf_reader_peek_int(reader, state->ident + (pf_addr)python->pthread_tid, &number));
	return number > 0 ? pf_process_translate_tid(python->process, number, ret) : NULL;
}
