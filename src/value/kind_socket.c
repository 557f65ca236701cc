/* Sockets: their descriptors, by which the kernel tells with whom they are connected. */
#include "value/kinds.h"

/* What PySocketSockObject of socketmodule.h begins with, behind the head, in all versions. */
struct fields {
	int32_t fd, family, type, protocol;
};

static struct pf_error *read_fields(struct pf_view *view, const struct pf_object *object,
				    struct fields *ret)
{
	pf_addr at = object->at + (pf_addr)view->reader->layout->object.size;
	return pf_reader_peek(view->reader, at, ret, sizeof(*ret));
}

/* As socket.socket of Python 3.11 and newer, without the addresses: those are the kernel's. */
static void append_socket(const struct pf_object *object, const struct fields *fields,
			  struct pf_text *text)
{
	pf_text_append_str(text, "<");
	pf_kind_append_class(text, object->class);
	pf_text_printf(text, "%s fd=%d, family=%d, type=%d, proto=%d>",
		       fields->fd < 0 ? " [closed]" : "", fields->fd, fields->family, fields->type,
		       fields->protocol);
}

static struct pf_error *write_socket(struct pf_view *view, const struct pf_object *object,
				     const struct pf_limits *limits, struct pf_text *text)
{
	struct fields fields;
	(void)limits;
	PF_TRY(read_fields(view, object, &fields));
	if (object->class->own_kind != &pf_kind_socket) {
		append_socket(object, &fields, text);
		return NULL;
	}
	bool old = view->reader->layout->traits.text == TEXT_BYTES; /* 2.7 */
	pf_text_printf(text, "<socket object, fd=%d, family=%d, type=%d, %s=%d>", fields.fd,
		       fields.family, fields.type, old ? "protocol" : "proto", fields.protocol);
	return NULL;
}

const struct pf_kind pf_kind_socket = { .name = "_socket.socket", .write = write_socket };
