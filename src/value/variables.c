/* The variables of a frame as texts: names, classes, values. */
#include "base/cleanup.h"
#include "pyflame.h"
#include "python/dict.h"
#include "value/class.h"
#include "value/code_names.h"
#include "value/kind.h"
#include "value/locals.h"
#include "value/redaction.h"
#include "value/repr.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

struct pf_variables_store {
	struct pf_arena arena;
};

struct reading {
	struct pf_view *view;
	const struct pf_limits *limits; /* NULL: no texts */
	bool brief;			/* what each module has is left out */
	struct pf_variables *variables;
};

void pf_variables_destroy(struct pf_variables *variables)
{
	if (!variables)
		return;
	if (variables->store)
		pf_arena_deinit(&variables->store->arena);
	free(variables->store);
	free(variables->items);
	free(variables);
}

PF_DEFINE_GUARD(guard_variables, struct pf_variables *, pf_variables_destroy);

static struct pf_error *keep(struct reading *reading, const struct pf_text *text, const char **ret)
{
	PF_TRY(pf_text_check(text));
	*ret = pf_arena_text(&reading->variables->store->arena, pf_text_str(text), text->size);
	return *ret ? NULL : &pf_error_no_memory;
}

static struct pf_error *read_type(struct reading *reading, pf_addr at, const char **ret)
{
	PF_GUARD(pf_text_deinit) struct pf_text name = { 0 };
	struct pf_object object;
	struct pf_error *err = pf_object_open(reading->view, at, &object);
	if (pf_view_is_fatal(err))
		return err;
	pf_error_destroy(err);
	if (err)
		return NULL;
	pf_kind_append_class(&name, object.class);
	return keep(reading, &name, ret);
}

static struct pf_error *write_text(struct reading *reading, const char *name, pf_addr at,
				   const char **ret)
{
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	if (pf_redaction_has(reading->view->redaction, name))
		pf_text_append_str(&text, PF_REDACTED);
	else
		PF_TRY(pf_repr(reading->view, at, reading->limits, &text));
	return keep(reading, &text, ret);
}

/* What hardly changes while a module runs, and would hide what does. */
static bool is_furniture(const struct pf_variable *variable)
{
	static const char *const types[] = { "module", "function", "type", "classobj",
					     "builtin_function_or_method" };
	for (size_t i = 0; variable->type && i < sizeof(types) / sizeof(types[0]); i++) {
		if (!strcmp(variable->type, types[i]))
			return true;
	}
	return !strncmp(variable->name, "__", 2);
}

static struct pf_error *append(struct reading *reading, const struct pf_local *local)
{
	PF_GUARD(pf_text_deinit) struct pf_text name = { 0 };
	struct pf_variable variable = { .kind = local->kind, .at = local->at };
	pf_text_append_str(&name, local->name);
	PF_TRY(keep(reading, &name, &variable.name));
	if (local->at)
		PF_TRY(read_type(reading, local->at, &variable.type));
	if (reading->brief && is_furniture(&variable))
		return NULL;
	if (local->at && reading->limits)
		PF_TRY(write_text(reading, local->name, local->at, &variable.text));
	reading->variables->items[reading->variables->count++] = variable;
	return NULL;
}

static struct pf_error *read_globals(struct pf_view *view, const struct pf_frame_id *frame,
				     struct pf_locals *ret)
{
	PF_GUARD(pf_dict_entries_deinit) struct pf_dict_entries entries = { 0 };
	pf_addr globals, builtins;
	PF_TRY(pf_locals_find_globals(view, frame->frame, &globals, &builtins));
	PF_TRY(pf_dict_peek(view->reader, globals, &entries));
	for (size_t i = 0; i < entries.count; i++) {
		struct pf_local local = { .kind = PF_VARIABLE_GLOBAL,
					  .at = entries.items[i].value };
		if (!entries.items[i].key || !local.at)
			continue;
		PF_TRY(pf_code_name_keep(view, entries.items[i].key, &local.name));
		PF_TRY(pf_array_push(ret, local));
	}
	return NULL;
}

/* Whether the frame is a module's: its variables are its globals. */
static struct pf_error *is_module(struct pf_view *view, const struct pf_frame_id *frame, bool *ret)
{
	const struct pf_layout_scope *layout = &view->reader->layout->objects.scope;
	pf_addr locals, globals;
	PF_TRY(pf_reader_peek_word(view->reader, frame->frame + (pf_addr)layout->locals, &locals));
	PF_TRY(pf_reader_peek_word(view->reader, frame->frame + (pf_addr)layout->globals,
				   &globals));
	*ret = locals && locals == globals;
	return NULL;
}

static struct pf_error *create(size_t count, struct pf_variables **ret)
{
	PF_GUARD(guard_variables) struct pf_variables *variables = calloc(1, sizeof(*variables));
	if (!variables || !(variables->store = calloc(1, sizeof(*variables->store))) ||
	    !(variables->items = calloc(count + 1, sizeof(*variables->items))))
		return &pf_error_no_memory;
	*ret = pf_take(variables);
	return NULL;
}

struct pf_error *pf_variables_read(struct pf_view *view, const struct pf_frame_id *frame,
				   enum pf_variables_scope scope, const char *pattern,
				   const struct pf_limits *limits, struct pf_variables **ret)
{
	PF_GUARD(pf_locals_deinit) struct pf_locals locals = { 0 };
	PF_GUARD(guard_variables) struct pf_variables *variables = NULL;
	PF_TRY(scope == PF_VARIABLES_GLOBALS
		       ? read_globals(view, frame, &locals)
		       : pf_locals_read(view, frame->frame, frame->code, &locals));
	PF_TRY(create(locals.count, &variables));
	struct reading reading = { view, limits, false, variables };
	if (scope == PF_VARIABLES_BRIEF)
		PF_TRY(is_module(view, frame, &reading.brief));
	for (size_t i = 0; i < locals.count; i++) {
		if (!pattern || !fnmatch(pattern, locals.items[i].name, 0))
			PF_TRY(append(&reading, &locals.items[i]));
	}
	*ret = pf_take(variables);
	return NULL;
}
