/* Classes and objects, opened: what they are, and of which kind. */
#ifndef PF_VALUE_CLASS_H
#define PF_VALUE_CLASS_H

#include "base/text.h"
#include "value/view.h"

/*
 * The class at AT: CORRUPT when there is none. *ret is borrowed from the view.
 */
struct pf_error *pf_view_class(struct pf_view *view, pf_addr at,
			       const struct pf_class **ret) PF_CHECKED;

/* Appends tp_name as it is: "list", "collections.deque", "Job". */
struct pf_error *pf_class_raw_name(struct pf_view *view, const struct pf_class *class,
				   struct pf_text *text) PF_CHECKED;

/* Appends the name, without its module, of the class at AT, also of 2.7's without a base. */
struct pf_error *pf_class_append_name(struct pf_view *view, pf_addr at,
				      struct pf_text *text) PF_CHECKED;

/* Appends the name at AT that ends in 0; of a long one the first 128 bytes. */
struct pf_error *pf_class_c_string(const struct pf_reader *reader, pf_addr at,
				   struct pf_text *text) PF_CHECKED;

/* CORRUPT when what is at AT is no object. */
struct pf_error *pf_object_open(struct pf_view *view, pf_addr at, struct pf_object *ret) PF_CHECKED;

#endif
