/* threading.Thread: its name, whether it runs, its ident. */
#include "base/cleanup.h"
#include "python/string.h"
#include "value/class.h"
#include "value/fields.h"
#include "value/kinds.h"
#include "value/lock.h"
#include "value/threading.h"

#include <inttypes.h>

static bool is_python2(const struct pf_view *view)
{
	return view->reader->layout->traits.text == TEXT_BYTES;
}

static struct pf_error *was_started(struct pf_view *view, const struct pf_object *object, bool *ret)
{
	struct pf_object event;
	int64_t set = 0;
	pf_addr at;
	PF_TRY(pf_threading_attribute(view, object, "_started", "_Thread__started", &at));
	if (at) {
		PF_TRY(pf_object_open(view, at, &event));
		PF_TRY(pf_threading_number(view, &event, "_flag", "_Event__flag", &set));
	}
	*ret = set != 0;
	return NULL;
}

/* A thread that has ended is no longer listed by its ident, or says so itself. */
static struct pf_error *has_stopped(struct pf_view *view, const struct pf_object *object,
				    int64_t ident, bool *ret)
{
	int64_t said;
	pf_addr listed;
	PF_TRY(pf_threading_number(view, object, "_is_stopped", "_Thread__stopped", &said));
	PF_TRY(pf_threading_find(view, object,
				 is_python2(view) ? "_Thread__bootstrap" : "_bootstrap", ident,
				 &listed));
	*ret = said || listed != object->at;
	return NULL;
}

static struct pf_error *append_status(struct pf_view *view, const struct pf_object *object,
				      struct pf_text *text)
{
	int64_t daemon, ident;
	bool started, stopped = false;
	PF_TRY(pf_threading_number(view, object, "_ident", "_Thread__ident", &ident));
	PF_TRY(pf_threading_number(view, object, "_daemonic", "_Thread__daemonic", &daemon));
	PF_TRY(was_started(view, object, &started));
	if (started)
		PF_TRY(has_stopped(view, object, ident, &stopped));
	pf_text_append_str(text, !started ? "initial" : stopped ? "stopped" : "started");
	pf_text_append_str(text, daemon ? " daemon" : "");
	if (ident)
		pf_text_printf(text, " %" PRId64, ident);
	return NULL;
}

static struct pf_error *write_thread(struct pf_view *view, const struct pf_object *object,
				     const struct pf_limits *limits, struct pf_text *text)
{
	pf_addr name;
	(void)limits;
	PF_TRY(pf_threading_attribute(view, object, "_name", "_Thread__name", &name));
	pf_text_printf(text, "<%s(", object->class->name);
	if (name)
		PF_TRY(pf_string_peek(view->reader, name, text));
	pf_text_append_str(text, ", ");
	PF_TRY(append_status(view, object, text));
	pf_text_append_str(text, ")>");
	return NULL;
}

const struct pf_kind pf_kind_thread = { .name = "threading.Thread", .write = write_thread };
