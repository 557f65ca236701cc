/* The variables of a frame: arguments, locals, cells, and what its code can see besides. */
#include "value/locals.h"

#include "base/cleanup.h"
#include "python/dict.h"
#include "python/object.h"
#include "python/string.h"
#include "value/class.h"
#include "value/code_names.h"

#include <stdlib.h>
#include <string.h>

enum { WORD = sizeof(uint64_t) };

/* _PyStackRef: what lies in a frame has tags in its low bits; this one says that it is no object. */
enum { TAG_INT = 3, TAGS = 3 };

struct reading {
	struct pf_view *view;
	pf_addr frame;
	struct pf_locals *locals;
};

static struct pf_error *push(struct reading *reading, const char *name, enum pf_variable_kind kind,
			     pf_addr at)
{
	struct pf_locals *locals = reading->locals;
	if (locals->count >= PF_VARIABLES_LIMIT)
		return pf_error_create(PF_CORRUPT, "more than %d variables", PF_VARIABLES_LIMIT);
	return pf_array_push(locals, ((struct pf_local){ name, kind, at }));
}

static pf_addr untagged(const struct pf_view *view, pf_addr word)
{
	if (view->reader->layout->traits.reference != REF_TAGGED)
		return word;
	return (word & TAGS) == TAG_INT ? 0 : word & ~(pf_addr)TAGS;
}

/* What is in a cell; what is no cell yet is the value itself. */
static struct pf_error *look_into(struct pf_view *view, pf_addr *at)
{
	struct pf_object object;
	if (!*at)
		return NULL;
	PF_TRY(pf_object_open(view, *at, &object));
	if (strcmp(object.class->name, "cell") != 0)
		return NULL;
	return pf_reader_peek_word(view->reader,
				   *at + (pf_addr)view->reader->layout->objects.cell.contents, at);
}

static enum pf_variable_kind kind_of(const struct pf_code_names *names, size_t index)
{
	size_t plain = names->argcount;
	bool varargs = names->flags & PF_CODE_VARARGS;
	if (index < plain)
		return PF_VARIABLE_ARGUMENT;
	if (varargs && index == plain)
		return PF_VARIABLE_VARARGS;
	if (names->flags & PF_CODE_KEYWORDS && index == plain + varargs)
		return PF_VARIABLE_KEYWORDS;
	return names->items[index].free ? PF_VARIABLE_FREE : PF_VARIABLE_LOCAL;
}

/*
 * Before 3.11 an argument that a function inside uses has a cell behind the locals, under the same
 * name. Its own place is empty, or, in 2.7, still has the value that it began with.
 */
static bool is_argument_again(const struct reading *reading, const char *name, pf_addr at)
{
	struct pf_locals *locals = reading->locals;
	for (size_t i = 0; i < locals->count; i++) {
		if (strcmp(locals->items[i].name, name) != 0)
			continue;
		locals->items[i].at = at;
		return true;
	}
	return false;
}

static struct pf_error *read_fast(struct reading *reading, const struct pf_code_names *names)
{
	struct pf_view *view = reading->view;
	pf_addr places = reading->frame + (pf_addr)view->reader->layout->objects.scope.localsplus;
	for (size_t i = 0; i < names->count; i++) {
		const struct pf_code_name *name = &names->items[i];
		pf_addr at;
		PF_TRY(pf_reader_peek_word(view->reader, places + i * WORD, &at));
		at = untagged(view, at);
		if (name->cell || name->free)
			PF_TRY(look_into(view, &at));
		if (!name->again || !is_argument_again(reading, name->name, at))
			PF_TRY(push(reading, name->name, kind_of(names, i), at));
	}
	return NULL;
}

/* A module's or class body's variables are in a dict; another mapping would have to be executed. */
static struct pf_error *read_dict(struct reading *reading, pf_addr dict)
{
	bool fast = reading->locals->count > 0;
	const struct pf_reader *reader = reading->view->reader;
	PF_GUARD(pf_dict_entries_deinit) struct pf_dict_entries entries = { 0 };
	PF_TRY(pf_dict_peek(reader, dict, &entries));
	for (size_t i = 0; i < entries.count; i++) {
		const char *name;
		if (!entries.items[i].key || !entries.items[i].value)
			continue;
		PF_TRY(pf_code_name_keep(reading->view, entries.items[i].key, &name));
		if (fast && is_argument_again(reading, name, entries.items[i].value))
			continue; /* 2.7 has free variables of a class body in its dict, too */
		PF_TRY(push(reading, name, PF_VARIABLE_LOCAL, entries.items[i].value));
	}
	return NULL;
}

struct pf_error *pf_locals_read_fast(struct pf_view *view, pf_addr frame, pf_addr code,
				     struct pf_locals *ret, pf_addr *dict_ret)
{
	struct reading reading = { view, frame, ret };
	const struct pf_reader *reader = view->reader;
	PF_GUARD(pf_code_names_deinit) struct pf_code_names names = { 0 };
	PF_TRY(pf_code_names_read(view, code, &names));
	ret->flags = names.flags;
	PF_TRY(read_fast(&reading, &names));
	*dict_ret = 0;
	if (names.flags & PF_CODE_OPTIMIZED)
		return NULL;
	return pf_reader_peek_word(reader, frame + (pf_addr)reader->layout->objects.scope.locals,
				   dict_ret);
}

struct pf_error *pf_locals_read(struct pf_view *view, pf_addr frame, pf_addr code,
				struct pf_locals *ret)
{
	struct reading reading = { view, frame, ret };
	pf_addr dict;
	PF_TRY(pf_locals_read_fast(view, frame, code, ret, &dict));
	return dict ? read_dict(&reading, dict) : NULL;
}

struct pf_error *pf_locals_find_globals(struct pf_view *view, pf_addr frame, pf_addr *globals_ret,
					pf_addr *builtins_ret)
{
	const struct pf_layout_scope *layout = &view->reader->layout->objects.scope;
	PF_TRY(pf_reader_peek_word(view->reader, frame + (pf_addr)layout->globals, globals_ret));
	return pf_reader_peek_word(view->reader, frame + (pf_addr)layout->builtins, builtins_ret);
}
