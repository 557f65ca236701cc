/* Made-up values behind pyflame.h: each frame has a variable "n", whose value is the int 42. */
#include "fake_pyflame.h"

#include <stdlib.h>
#include <string.h>

enum { N_AT = 0x4200, INT_AT = 0x4000 };

const struct pf_limits pf_limits_default = { 4, 200, 10, 200, 0 };

static const struct pf_frame_id *looked_at;

struct pf_frame_id pf_frame_id_of(const struct pf_thread *thread, size_t level)
{
	const struct pf_frame *frame = &thread->frames[level];
	return (struct pf_frame_id){ thread->at, frame->at, frame->code->at, frame->lasti };
}

struct pf_frame_id pf_view_frame(const struct pf_view *view)
{
	(void)view;
	return *looked_at;
}

void pf_view_redact(struct pf_view *view, const struct pf_redaction *redaction)
{
	(void)view;
	(void)redaction;
}

bool pf_redaction_has(const struct pf_redaction *redaction, const char *name)
{
	(void)redaction;
	(void)name;
	return false;
}

struct pf_error *pf_redaction_has_content(struct pf_view *view, const struct pf_content *content,
					  bool *ret)
{
	(void)view;
	(void)content;
	*ret = false;
	return NULL;
}

bool pf_view_is_late(const struct pf_view *view)
{
	(void)view;
	return false;
}

struct pf_error *pf_values_look(struct pf_python *python, struct pf_hold *hold,
				const struct pf_frame_id *frame, pf_view_work *work, void *context,
				uint64_t *pause_ns_ret)
{
	(void)python;
	(void)hold;
	if (pause_ns_ret)
		*pause_ns_ret = 0;
	looked_at = frame;
	return fake.ended ? &pf_error_gone : work(NULL, context);
}

struct pf_error *pf_value_class(struct pf_view *view, pf_addr at, pf_addr *class_ret,
				struct pf_text *name)
{
	(void)view;
	if (at != N_AT)
		return pf_error_create(PF_CORRUPT, "no object");
	*class_ret = INT_AT;
	pf_text_append_str(name, "int");
	return NULL;
}

struct pf_error *pf_value_contents(struct pf_view *view, pf_addr at, uint64_t first, size_t count,
				   struct pf_contents **ret)
{
	(void)view;
	(void)at;
	(void)first;
	(void)count;
	*ret = calloc(1, sizeof(**ret));
	return NULL;
}

struct pf_error *pf_value_attributes(struct pf_view *view, pf_addr at, uint64_t first, size_t count,
				     struct pf_contents **ret)
{
	return pf_value_contents(view, at, first, count, ret);
}

void pf_contents_destroy(struct pf_contents *contents)
{
	free(contents);
}

struct pf_error *pf_value_plain(struct pf_view *view, pf_addr at, unsigned max_string,
				struct pf_plain *ret, struct pf_text *text)
{
	(void)view;
	(void)at;
	(void)max_string;
	(void)text;
	*ret = (struct pf_plain){ .kind = PF_PLAIN_INT, .integer = 42 };
	return NULL;
}

struct pf_error *pf_variables_read(struct pf_view *view, const struct pf_frame_id *frame,
				   enum pf_variables_scope scope, const char *pattern,
				   const struct pf_limits *limits, struct pf_variables **ret)
{
	static struct pf_variable n = { "n", PF_VARIABLE_LOCAL, N_AT, "int", "42" };
	(void)view;
	(void)frame;
	(void)pattern;
	(void)limits;
	*ret = calloc(1, sizeof(**ret));
	(*ret)->items = &n;
	(*ret)->count = scope == PF_VARIABLES_LOCALS;
	return NULL;
}

void pf_variables_destroy(struct pf_variables *variables)
{
	free(variables);
}

struct pf_error *pf_dump_take_full(struct pf_python *python, struct pf_hold *hold,
				   const struct pf_dump_wish *wish, struct pf_dump **ret)
{
	(void)wish;
	return pf_dump_take(python, hold, ret);
}

bool pf_dump_has_variables(const struct pf_dump *dump)
{
	(void)dump;
	return false;
}

const struct pf_variables *pf_dump_variables(const struct pf_dump *dump,
					     const struct pf_thread *thread, size_t level,
					     const char **unread_ret)
{
	(void)dump;
	(void)thread;
	(void)level;
	*unread_ret = NULL;
	return NULL;
}
/* ------------------------------------------------------------------ expressions: only "n" */

struct pf_error *pf_expression_parse(const char *text, struct pf_expression **ret)
{
	if (strcmp(text, "n") != 0)
		return pf_error_create(PF_USAGE, "name '%s' is not defined", text);
	*ret = NULL;
	return NULL;
}

void pf_expression_destroy(struct pf_expression *expression)
{
	(void)expression;
}

struct pf_error *pf_expression_evaluate(const struct pf_expression *expression,
					struct pf_view *view, const struct pf_name_space *names,
					struct pf_arena *arena, struct pf_result *ret)
{
	(void)expression;
	(void)view;
	(void)names;
	(void)arena;
	*ret = pf_result_of_object(N_AT);
	return NULL;
}

struct pf_result pf_result_of_none(void)
{
	return (struct pf_result){ .kind = PF_RESULT_NONE };
}

struct pf_result pf_result_of_bool(bool value)
{
	return (struct pf_result){ .kind = PF_RESULT_BOOL, .integer = value };
}

struct pf_result pf_result_of_int(int64_t value)
{
	return (struct pf_result){ .kind = PF_RESULT_INT, .integer = value };
}

struct pf_result pf_result_of_float(double value)
{
	return (struct pf_result){ .kind = PF_RESULT_FLOAT, .real = value };
}

struct pf_result pf_result_of_object(uint64_t at)
{
	return (struct pf_result){ .kind = PF_RESULT_OBJECT, .at = at };
}

struct pf_error *pf_result_of_text(const char *utf8, size_t size, struct pf_arena *arena,
				   struct pf_result *ret)
{
	const char *text = pf_arena_text(arena, utf8, size);
	*ret = (struct pf_result){ .kind = PF_RESULT_STR, .text = text, .size = size };
	return text ? NULL : &pf_error_no_memory;
}

struct pf_error *pf_result_truth(struct pf_view *view, const struct pf_result *result, bool *ret)
{
	(void)view;
	*ret = result->at == N_AT;
	return NULL;
}

struct pf_error *pf_result_repr(struct pf_view *view, const struct pf_result *result,
				const struct pf_limits *limits, struct pf_text *text)
{
	(void)view;
	(void)limits;
	pf_text_append_str(text, result->at == N_AT ? "42" : "<corrupt: no object>");
	return NULL;
}

const char *pf_result_type(struct pf_view *view, const struct pf_result *result)
{
	(void)view;
	(void)result;
	return "int";
}

struct pf_error *pf_result_attribute(struct pf_view *view, const struct pf_result *result,
				     const char *name, struct pf_arena *arena,
				     struct pf_result *ret)
{
	(void)view;
	(void)result;
	(void)arena;
	(void)ret;
	return pf_error_create(PF_USAGE, "'int' object has no attribute '%s'", name);
}

struct pf_error *pf_result_item(struct pf_view *view, const struct pf_result *result,
				const struct pf_result *key, struct pf_arena *arena,
				struct pf_result *ret)
{
	(void)view;
	(void)result;
	(void)key;
	(void)arena;
	(void)ret;
	return pf_error_create(PF_USAGE, "'int' object is not subscriptable");
}

struct pf_error *pf_result_length(struct pf_view *view, const struct pf_result *result,
				  uint64_t *ret)
{
	(void)view;
	(void)result;
	(void)ret;
	return pf_error_create(PF_USAGE, "object of type 'int' has no len()");
}
