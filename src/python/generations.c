/* Where a garbage collector has its lists of objects: the generations. */
#include "python/generations.h"

/* Where those of 2.7.15 and older, 3.6 and 3.7 begin: PyGC_Head is aligned to 16 bytes there. */
enum { ALIGNED_GENERATION = 48 };

/*
 * The pointer to the first generation is believed when there is one: between 3.13.0 and 3.13.5
 * they moved by four bytes, since PyGC_Head is aligned less there.
 */
static struct pf_error *find_first(const struct pf_python *python, pf_addr at, pf_addr *ret)
{
	const struct pf_layout_gc *layout = &python->layout.gc;
	pf_addr first;
	*ret = layout->generations == PF_ABSENT ? 0 : at + (pf_addr)layout->generations;
	if (layout->generation0 == PF_ABSENT || !*ret)
		return NULL;
	PF_TRY(pf_reader_peek_word(&python->pages, at + (pf_addr)layout->generation0, &first));
	*ret = first > at && first <= *ret ? first : 0;
	return NULL;
}

/* Whether what is at AT begins with a list of objects, as a generation does: next, previous. */
static struct pf_error *is_generation(const struct pf_reader *reader, pf_addr at, bool *ret)
{
	pf_addr next, back = 0;
	struct pf_error *err = pf_reader_peek_word(reader, at, &next);
	if (!err)
		err = pf_reader_peek_word(reader, next + 8, &back);
	*ret = !err && back == at;
	if (err && pf_error_code(err) != PF_FAULT)
		return err;
	pf_error_destroy(err);
	return NULL;
}

/*
 * Before 3.7 a variable points to the generations. Those of 2.7.15 and older have 48 bytes, as
 * 3.6's: PyGC_Head was aligned to 16 bytes there (bpo-33374).
 */
static struct pf_error *find_variables(const struct pf_python *python, struct pf_generations *ret)
{
	const struct pf_reader *reader = &python->pages;
	if (!python->globals.gc_generation0_at)
		return NULL;
	PF_TRY(pf_reader_peek_word(reader, python->globals.gc_generation0_at, &ret->at));
	bool usual, aligned;
	PF_TRY(is_generation(reader, ret->at + ret->size, &usual));
	PF_TRY(is_generation(reader, ret->at + ALIGNED_GENERATION, &aligned));
	if (aligned && !usual)
		ret->size = ALIGNED_GENERATION;
	return NULL;
}

/* It stays where it is when the others have moved. What is no list is not believed to be one. */
static struct pf_error *find_permanent(const struct pf_python *python, pf_addr at,
				       struct pf_generations *ret)
{
	const struct pf_layout_gc *layout = &python->layout.gc;
	bool is_list;
	if (!ret->at || layout->permanent == PF_ABSENT)
		return NULL;
	pf_addr permanent = at + (pf_addr)layout->permanent;
	PF_TRY(is_generation(&python->pages, permanent, &is_list));
	ret->permanent = is_list ? permanent : 0;
	return NULL;
}

struct pf_error *pf_generations_find(const struct pf_python *python, pf_addr at,
				     struct pf_generations *ret)
{
	*ret = (struct pf_generations){ .size = (size_t)python->layout.gc.generation_size };
	if (!at)
		return find_variables(python, ret);
	PF_TRY(find_first(python, at, &ret->at));
	return find_permanent(python, at, ret);
}

const char *pf_generations_why_unknown(pf_addr at)
{
	return at ? "this CPython keeps them where is not known"
		  : "the variables that they are in have no symbols";
}

pf_addr pf_generations_state(const struct pf_python *python, pf_addr interpreter)
{
	const struct pf_layout_gc *layout = &python->layout.gc;
	if (layout->in_interpreter != PF_ABSENT)
		return interpreter + (pf_addr)layout->in_interpreter;
	return layout->in_runtime == PF_ABSENT ? 0 : python->runtime + (pf_addr)layout->in_runtime;
}
