/* From what Python knows of a thread to the kernel's thread id in our pid namespace. */
#include "python/tids.h"

#include "base/cleanup.h"
#include "base/map.h"

/* How much of struct pthread is looked at: glibc's has 2304 bytes with the tid at 720, musl's 200. */
enum { PTHREAD_SIZE = 1024 };


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

/* How many threads have the number of a task at OFFSET of their struct pthread. */
static size_t count_fits(const struct pf_reader *reader, const struct pf_map *by_ns_tid,
			 const struct pf_states *states, int32_t offset)
{
	size_t ret = 0;
	for (size_t i = 0; i < states->threads.count; i++) {
		uint64_t ident = states->threads.items[i].ident;
		ret += ident && tid_at(reader, by_ns_tid, ident + (pf_addr)offset);
	}
	return ret;
}

/*
 * libc keeps a thread's tid in its struct pthread, whose layout is private. The offset is where
 * most threads have the number of a task of the process (all of them, but for thread states that
 * a fork left behind): found by looking, kept for the process.
 */
static void find_pthread_tid(struct pf_python *python, const struct pf_reader *reader,
			     const struct pf_map *by_ns_tid, const struct pf_states *states)
{
	size_t best = 0;
	for (int32_t offset = 0; offset < PTHREAD_SIZE; offset += 4) {
		size_t found = count_fits(reader, by_ns_tid, states, offset);
		if (found > best) {
			best = found;
			python->pthread_tid = offset;
		}
	}
}

struct pf_error *pf_tids_translate(struct pf_python *python, const struct pf_reader *reader,
				   const struct pf_task *tasks, size_t count,
				   struct pf_states *states)
{
	PF_GUARD(pf_map_deinit) struct pf_map by_ns_tid = { 0 };
	PF_TRY(index_tasks(tasks, count, &by_ns_tid));
	for (size_t i = 0; i < states->threads.count; i++) {
		struct pf_thread_state *thread = &states->threads.items[i];
		thread->tid = tid_of(&by_ns_tid, thread->native_id);
		if (thread->tid || !thread->ident)
			continue;
		if (python->pthread_tid == PF_ABSENT)
			find_pthread_tid(python, reader, &by_ns_tid, states);
		if (python->pthread_tid != PF_ABSENT)
			thread->tid = tid_at(reader, &by_ns_tid,
					     thread->ident + (pf_addr)python->pthread_tid);
	}
	return NULL;
}
