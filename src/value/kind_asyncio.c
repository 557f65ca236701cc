/* asyncio's futures and tasks, as the C structures that they are by default. */
#include "base/cleanup.h"
#include "python/object.h"
#include "python/string.h"
#include "value/class.h"
#include "value/fields.h"
#include "value/kinds.h"
#include "value/written.h"

#include <inttypes.h>
#include <string.h>

/* fut_state */
enum state { PENDING, CANCELLED, FINISHED };

static const char *const state_names[] = { "pending", "cancelled", "finished" };

static struct pf_error *peek_state(struct pf_view *view, const struct pf_object *object,
				   enum state *ret)
{
	int32_t offset = view->reader->layout->library.future.state, state;
	if (offset == PF_ABSENT)
		return pf_error_create(PF_CORRUPT, "this version has no such field");
	PF_TRY(pf_reader_peek_int(view->reader, object->at + (pf_addr)offset, &state));
	if (state < PENDING || state > FINISHED)
		return pf_error_create(PF_CORRUPT, "a future in state %d", state);
	*ret = (enum state)state;
	return NULL;
}

/* The name; from 3.12 on it may be a number until it is asked for. Before 3.8 there is none. */
static struct pf_error *append_name(struct pf_view *view, const struct pf_object *object,
				    const struct pf_limits *limits, struct pf_text *text)
{
	int32_t offset = view->reader->layout->library.task.name;
	pf_addr name = 0;
	int64_t number;
	if (offset != PF_ABSENT)
		PF_TRY(pf_field_word(view, object, offset, &name));
	if (!name)
		return NULL;
	pf_text_append_str(text, " name=");
	struct pf_error *err = pf_object_peek_int(view->reader, name, &number);
	if (!err) {
		pf_text_printf(text, "'Task-%" PRId64 "'", number);
		return NULL;
	}
	if (pf_view_is_fatal(err))
		return err;
	pf_error_destroy(err);
	return pf_written_of_kind(view, name, &pf_kind_text, limits, text);
}

static struct pf_error *append_shape(const struct pf_object *object, enum state state,
				     const struct pf_text *name, struct pf_shape *ret)
{
	pf_text_printf(&ret->empty, "<%s %s%s>", object->class->name, state_names[state],
		       pf_text_str(name));
	pf_text_printf(&ret->open, "<%s %s%s ", object->class->name, state_names[state],
		       pf_text_str(name));
	pf_text_append_str(&ret->close, ">");
	ret->style = PF_STYLE_FIELDS;
	ret->folded = "<...>";
	return pf_text_check(name);
}

static struct pf_error *future_shape(struct pf_view *view, const struct pf_object *object,
				     const struct pf_limits *limits, struct pf_shape *ret)
{
	const struct pf_text none = { 0 };
	enum state state;
	(void)limits;
	PF_TRY(peek_state(view, object, &state));
	return append_shape(object, state, &none, ret);
}

static struct pf_error *task_shape(struct pf_view *view, const struct pf_object *object,
				   const struct pf_limits *limits, struct pf_shape *ret)
{
	PF_GUARD(pf_text_deinit) struct pf_text name = { 0 };
	enum state state;
	PF_TRY(peek_state(view, object, &state));
	PF_TRY(append_name(view, object, limits, &name));
	return append_shape(object, state, &name, ret);
}

/* --- what it has: a field is shown unless it is empty or None */

struct field {
	const char *name;
	int32_t offset;
};

static struct pf_error *append_field(struct pf_view *view, const struct pf_object *object,
				     const struct field *field, struct pf_children *ret)
{
	struct pf_object value;
	pf_addr at;
	PF_TRY(pf_field_word(view, object, field->offset, &at));
	if (!at)
		return NULL;
	PF_TRY(pf_object_open(view, at, &value));
	if (value.class->kind == &pf_kind_none && strcmp(field->name, "result") != 0)
		return NULL;
	return pf_array_push(ret, ((struct pf_child){ .value = at, .name = field->name }));
}

static struct pf_error *append_fields(struct pf_view *view, const struct pf_object *object,
				      const struct field *fields, size_t count, size_t most,
				      struct pf_children *ret)
{
	for (; most && ret->position < count; ret->position++, most--)
		PF_TRY(append_field(view, object, &fields[ret->position], ret));
	ret->more = ret->position < count;
	return NULL;
}

/* The result of one that has an exception is nothing. */
static struct pf_error *future_children(struct pf_view *view, const struct pf_object *object,
					size_t count, struct pf_children *ret)
{
	const struct pf_layout_future *layout = &view->reader->layout->library.future;
	const struct field fields[] = { { "exception", layout->exception },
					{ "result", layout->result } };
	enum state state;
	PF_TRY(peek_state(view, object, &state));
	return append_fields(view, object, fields, state == FINISHED ? 2 : 0, count, ret);
}

static struct pf_error *task_children(struct pf_view *view, const struct pf_object *object,
				      size_t count, struct pf_children *ret)
{
	const struct pf_layout *layout = view->reader->layout;
	const struct field fields[] = { { "coro", layout->library.task.coroutine },
					{ "wait_for", layout->library.task.waiter },
					{ "exception", layout->library.future.exception },
					{ "result", layout->library.future.result } };
	enum state state;
	PF_TRY(peek_state(view, object, &state));
	return append_fields(view, object, fields, state == FINISHED ? 4 : 2, count, ret);
}

static struct pf_error *task_attribute(struct pf_view *view, const struct pf_object *object,
				       const char *name, pf_addr *ret)
{
	const struct pf_layout *layout = view->reader->layout;
	const struct pf_named_field fields[] = {
		{ "_loop", layout->library.future.loop },
		{ "_result", layout->library.future.result },
		{ "_exception", layout->library.future.exception },
		{ "_coro", layout->library.task.coroutine },
		{ "_fut_waiter", layout->library.task.waiter },
	};
	return pf_field_find(view, object, fields, sizeof(fields) / sizeof(fields[0]), name, ret);
}

static struct pf_error *future_attribute(struct pf_view *view, const struct pf_object *object,
					 const char *name, pf_addr *ret)
{
	*ret = 0;
	return !strcmp(name, "_coro") || !strcmp(name, "_fut_waiter")
		       ? NULL
		       : task_attribute(view, object, name, ret);
}

const struct pf_kind pf_kind_future = { .name = "_asyncio.Future",
					.shape = future_shape,
					.children = future_children,
					.attribute = future_attribute };
const struct pf_kind pf_kind_task = { .name = "_asyncio.Task",
				      .shape = task_shape,
				      .children = task_children,
				      .attribute = task_attribute };
