/* Which kind a class is of by itself: by its name, or by what its maker has put into it. */
#include "value/class_kind.h"

#include "python/dict.h"
#include "python/object.h"
#include "value/kinds.h"

#include <stdio.h>
#include <string.h>

enum { FULL_NAME = 256 };

/* Whether the class has something under NAME in its own dict. */
static struct pf_error *has(struct pf_view *view, const struct pf_class *class, const char *name,
			    bool *ret)
{
	pf_addr at = 0;
	struct pf_error *err =
		class->dict ? pf_dict_find(view->reader, class->dict, name, &at) : NULL;
	*ret = at != 0;
	if (pf_view_is_fatal(err))
		return err;
	pf_error_destroy(err);
	return NULL;
}

/* Enumerations have a metaclass of their own: "EnumMeta" until 3.10, "EnumType" since. */
static struct pf_error *is_enumeration(struct pf_view *view, const struct pf_class *class,
				       bool *ret)
{
	const struct pf_reader *reader = view->reader;
	pf_addr meta, at;
	char name[sizeof("EnumMeta")];
	*ret = false;
	if (!(class->flags & PF_TYPE_HEAP))
		return NULL;
	struct pf_error *err = pf_reader_peek_word(
		reader, class->at + (pf_addr)reader->layout->object.type, &meta);
	if (!err)
		err = pf_reader_peek_word(reader, meta + (pf_addr)reader->layout->type.name, &at);
	if (!err)
		err = pf_reader_peek(reader, at, name, sizeof(name));
	if (!err)
		*ret = !memcmp(name, "EnumMeta", sizeof(name)) ||
		       !memcmp(name, "EnumType", sizeof(name));
	if (pf_view_is_fatal(err))
		return err;
	pf_error_destroy(err);
	return NULL;
}

/* Tuples with names: made by collections.namedtuple(), or structures of C (no tuples in 2.7). */
static struct pf_error *find_record(struct pf_view *view, const struct pf_class *class,
				    const struct pf_kind **ret)
{
	bool tuple = (class->flags & PF_TYPE_TUPLE) != 0, named = false, structure;
	if (tuple)
		PF_TRY(has(view, class, "_fields", &named));
	PF_TRY(has(view, class, "n_sequence_fields", &structure));
	/* From 3.12 on, those that are built in have their dict elsewhere. */
	structure |= tuple && !(class->flags & PF_TYPE_HEAP) && *class->module != 0;
	*ret = named ? &pf_kind_namedtuple : structure ? &pf_kind_structure : NULL;
	return NULL;
}

/* The decorator leaves its mark; it makes no repr() when it is told so. */
static struct pf_error *find_dataclass(struct pf_view *view, const struct pf_class *class,
				       const struct pf_kind **ret)
{
	bool marked, printed = false;
	PF_TRY(has(view, class, "__dataclass_fields__", &marked));
	if (marked)
		PF_TRY(has(view, class, "__repr__", &printed));
	*ret = printed ? &pf_kind_dataclass : NULL;
	return NULL;
}

static const struct pf_kind *find_by_name(const struct pf_class *class)
{
	char name[FULL_NAME];
	const char *module = class->module;
	bool whole = snprintf(name, sizeof(name), "%s%s%s", module, *module ? "." : "",
			      class->name) < (int)sizeof(name);
	return whole ? pf_kind_find(name) : NULL;
}

struct pf_error *pf_class_own_kind(struct pf_view *view, const struct pf_class *class,
				   const struct pf_kind **ret)
{
	bool enumeration;
	PF_TRY(is_enumeration(view, class, &enumeration));
	*ret = enumeration ? &pf_kind_enum : find_by_name(class);
	bool native = !(class->flags & PF_TYPE_HEAP) && *class->module;
	if (!*ret && (native || class->flags & PF_TYPE_TUPLE))
		PF_TRY(find_record(view, class, ret));
	if (!*ret && class->flags & PF_TYPE_HEAP)
		PF_TRY(find_dataclass(view, class, ret));
	return NULL;
}
