/* Who holds the GIL. */
#include "python/gil.h"

/* Before 3.7 a global says whose thread state is current, and nothing else is exported. */
static struct pf_error *peek_current(const struct pf_reader *reader, pf_addr current_at,
				     struct pf_gil *ret)
{
	*ret = (struct pf_gil){ 0 };
	return current_at ? pf_reader_peek_word(reader, current_at, &ret->holder) : NULL;
}

struct gil_at {
	pf_addr last_holder, locked, switch_number;
};

/*
 * struct _gil_runtime_state, Include/internal/pycore_gil.h: behind switch_number, a long, are cond,
 * of 48 bytes, and its mutex. Nobody but take_gil() waits at them without the GIL. glibc waits at a
 * word inside of the condition (nptl's pthread_cond_wait.c), musl at one of the thread's own; and
 * both at one of the first two of the mutex.
 */
enum { COND = 8, AWAITED_SIZE = 48 + 8 };

bool pf_gil_is_awaited(const struct pf_gil *gil, pf_addr futex)
{
	return gil->cond && futex >= gil->cond && futex - gil->cond < AWAITED_SIZE;
}

/* `locked` is 1 or 0; before the GIL exists it is -1, and *exists becomes false. */
static struct pf_error *peek_struct(const struct pf_reader *reader, const struct gil_at *at,
				    struct pf_gil *ret, bool *exists)
{
	int32_t locked;
	*ret = (struct pf_gil){ .counted = true };
	PF_TRY(pf_reader_peek_int(reader, at->locked, &locked));
	PF_TRY(pf_reader_peek_word(reader, at->last_holder, &ret->last_holder));
	PF_TRY(pf_reader_peek_word(reader, at->switch_number, &ret->switches));
	ret->cond = at->switch_number + COND;
	*exists = locked >= 0;
	if (locked > 0)
		ret->holder = ret->last_holder;
	return NULL;
}

/* 3.7 makes its GIL with the first thread; until then only tstate_current tells. */
static struct pf_error *peek_runtime(const struct pf_python *python, const struct pf_reader *reader,
				     struct pf_gil *ret)
{
	const struct pf_layout_runtime *layout = &reader->layout->runtime;
	struct gil_at at = { python->runtime + layout->gil_last_holder,
			     python->runtime + layout->gil_locked,
			     python->runtime + layout->gil_switch_number };
	bool exists;
	PF_TRY(peek_struct(reader, &at, ret, &exists));
	return exists ? NULL : peek_current(reader, python->runtime + layout->tstate_current, ret);
}

struct pf_error *pf_gil_locate(const struct pf_reader *reader, pf_addr interpreter, pf_addr *ret)
{
	*ret = 0;
	if (reader->layout->traits.gil != GIL_INTERPRETER)
		return NULL;
	return pf_reader_peek_word(reader, interpreter + (pf_addr)reader->layout->interpreter.gil,
				   ret);
}

static struct pf_error *peek_own(const struct pf_reader *reader, pf_addr gil, struct pf_gil *ret)
{
	const struct pf_layout_gil *layout = &reader->layout->gil;
	bool exists;
	struct gil_at at = { gil + layout->last_holder, gil + layout->locked,
			     gil + layout->switch_number };
	*ret = (struct pf_gil){ 0 };
	return gil ? peek_struct(reader, &at, ret, &exists) : NULL;
}

struct pf_error *pf_gil_peek(const struct pf_python *python, const struct pf_reader *reader,
			     pf_addr interpreter, struct pf_gil *ret)
{
	pf_addr gil;
	PF_TRY(pf_gil_locate(reader, interpreter, &gil));
	return pf_gil_peek_at(python, reader, gil, ret);
}

struct pf_error *pf_gil_peek_at(const struct pf_python *python, const struct pf_reader *reader,
				pf_addr gil, struct pf_gil *ret)
{
	switch (reader->layout->traits.gil) {
	case GIL_RUNTIME:
		return peek_runtime(python, reader, ret);
	case GIL_INTERPRETER:
		PF_TRY(peek_own(reader, gil, ret));
		ret->counted &= !python->free_threaded; /* there, nobody needs to take it */
		return NULL;
	case GIL_CURRENT:
		break;
	}
	return peek_current(reader, python->current_at, ret);
}

static pf_addr collecting_at(const struct pf_python *python, const struct pf_layout *layout,
			     pf_addr interpreter)
{
	if (layout->interpreter.gc_collecting != PF_ABSENT)
		return interpreter + layout->interpreter.gc_collecting;
	if (layout->runtime.gc_collecting != PF_ABSENT)
		return python->runtime + layout->runtime.gc_collecting;
	return python->collecting_at;
}

struct pf_error *pf_gil_peek_collecting(const struct pf_python *python,
					const struct pf_reader *reader, pf_addr interpreter,
					bool *ret)
{
	int32_t collecting = 0;
	pf_addr at = collecting_at(python, reader->layout, interpreter);
	if (at)
		PF_TRY(pf_reader_peek_int(reader, at, &collecting));
	*ret = collecting != 0;
	return NULL;
}
