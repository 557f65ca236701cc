/* Parts of what repr() prints: names of classes, and values inside of the head of another. */
#ifndef PF_VALUE_WRITTEN_H
#define PF_VALUE_WRITTEN_H

#include "value/kind.h"

/* The name in front of the parentheses: the class's own, but NAME where 2.7 and 3.6 know no other. */
const char *pf_written_name(const struct pf_view *view, const struct pf_object *object,
			    const char *name);

/* Appends __qualname__ of a class, or its name where there is none. */
struct pf_error *pf_written_qualname(struct pf_view *view, const struct pf_class *class,
				     struct pf_text *text) PF_CHECKED;

/* Whether the version's repr() is that of WANT or of a newer one. */
bool pf_written_since(const struct pf_view *view, enum pf_reprs want);

/*
 * Appends a value that is not a child of what it belongs to: what has children of its own is
 * written as plain objects are, so that nothing recurses.
 */
struct pf_error *pf_written_value(struct pf_view *view, pf_addr at, const struct pf_limits *limits,
				  struct pf_text *text) PF_CHECKED;

/* The same when the object at AT is of KIND; else as plain objects are. */
struct pf_error *pf_written_of_kind(struct pf_view *view, pf_addr at, const struct pf_kind *kind,
				    const struct pf_limits *limits,
				    struct pf_text *text) PF_CHECKED;

#endif
