/* Reading all threads of a target, at one instant, into what a dump is made of. */
#include "python/dump_read.h"

#include "base/cleanup.h"
#include "python/gil.h"
#include "python/names.h"
#include "python/truncated.h"

/* What a thread is read with. */
struct reading {
	struct pf_dump_store *store;
	struct pf_python *python;
	struct pf_gil gil; /* of the interpreter at hand */
	bool collecting;   /* the same */
};

void pf_dump_store_deinit(struct pf_dump_store *store)
{
	pf_arena_deinit(&store->arena);
	pf_code_table_deinit(&store->codes);
	pf_states_deinit(&store->states);
	pf_array_deinit(&store->frames);
	pf_array_deinit(&store->threads);
	pf_array_deinit(&store->sleeps);
	if (store->destroy_more)
		store->destroy_more(store->more);
	pf_map_deinit(&store->names);
	pf_map_deinit(&store->names_at);
	*store = (struct pf_dump_store){ 0 };
}

static struct pf_error *walk_frames(struct reading *reading, pf_addr thread,
				    struct pf_thread_reading *ret)
{
	struct pf_dump_store *store = reading->store;
	const struct pf_reader *pages = &reading->python->pages;
	pf_addr newest;
	struct pf_error *err = pf_frames_find_newest(pages, thread, &newest);
	if (err)
		return pf_truncate(&ret->truncated, err, "the thread state cannot be read");
	return pf_frames_walk(pages, &store->codes, newest, &store->frames, &ret->truncated);
}

static struct pf_error *read_thread(struct reading *reading, const struct pf_thread_state *thread)
{
	struct pf_dump_store *store = reading->store;
	struct pf_thread_reading ret = { .gil = reading->gil.holder == thread->at,
					 .gil_cond = reading->gil.cond,
					 .first_frame = store->frames.count };
	ret.gc = ret.gil && reading->collecting;
	PF_TRY(walk_frames(reading, thread->at, &ret));
	ret.frame_count = store->frames.count - ret.first_frame;
	return pf_array_push(&store->threads, ret);
}

static struct pf_error *only_fatal(struct pf_error *err)
{
	if (err && (pf_error_code(err) == PF_NO_MEMORY || pf_error_code(err) == PF_GONE))
		return err;
	pf_error_destroy(err);
	return NULL;
}

static struct pf_error *locate_names(struct pf_dump_store *store, const struct pf_reader *reader,
				     pf_addr interpreter)
{
	pf_addr active;
	struct pf_error *err = pf_names_find(reader, interpreter, &active);
	return err ? only_fatal(err) : pf_map_put(&store->names_at, interpreter, active);
}

struct pf_error *pf_dump_store_locate_names(struct pf_dump_store *store, struct pf_python *python)
{
	pf_page_cache_clear(python->cache);
	for (size_t i = 0; i < store->states.interpreters.count; i++)
		PF_TRY(locate_names(store, &python->pages, store->states.interpreters.items[i].at));
	return NULL;
}

/* Names are a comfort: a dump goes on without those that cannot be read. */
static struct pf_error *read_names(struct pf_dump_store *store, const struct pf_reader *reader,
				   pf_addr interpreter)
{
	if (!pf_map_find(&store->names_at, interpreter))
		PF_TRY(locate_names(store, reader, interpreter));
	uint64_t *active = pf_map_find(&store->names_at, interpreter);
	if (!active || !*active)
		return NULL;
	return only_fatal(
		pf_names_peek(reader, interpreter, *active, &store->arena, &store->names));
}

static struct pf_error *read_interpreter(struct reading *reading,
					 const struct pf_interpreter_state *interpreter)
{
	const struct pf_python *python = reading->python;
	PF_TRY(pf_gil_peek(python, &python->pages, interpreter->at, &reading->gil));
	PF_TRY(pf_gil_peek_collecting(python, &python->pages, interpreter->at,
				      &reading->collecting));
	PF_TRY(read_names(reading->store, &python->pages, interpreter->at));
	const struct pf_thread_state *threads = reading->store->states.threads.items;
	for (size_t i = 0; i < interpreter->thread_count; i++)
		PF_TRY(read_thread(reading, &threads[interpreter->first_thread + i]));
	return NULL;
}

struct pf_error *pf_dump_store_read(struct pf_dump_store *store, struct pf_python *python)
{
	struct reading reading = { .store = store, .python = python };
	store->frames.count = store->threads.count = 0;
	pf_code_table_renew(&store->codes);
	pf_map_clear(&store->names);
	pf_page_cache_clear(python->cache);
	PF_TRY(pf_states_peek(python, &python->pages, &store->states));
	for (size_t i = 0; i < store->states.interpreters.count; i++)
		PF_TRY(read_interpreter(&reading, &store->states.interpreters.items[i]));
	return NULL;
}

const char *pf_dump_store_name(const struct pf_dump_store *store,
			       const struct pf_thread_state *thread)
{
	uint64_t *name = pf_map_find(&store->names, thread->ident ^ thread->interpreter);
	return name ? (const char *)(uintptr_t)*name : NULL;
}
