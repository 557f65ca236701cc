/* Which kind a class is of by itself: by its name, or by what its maker has put into it. */
#ifndef PF_VALUE_CLASS_KIND_H
#define PF_VALUE_CLASS_KIND_H

#include "value/view.h"

/* *ret is NULL when nothing is known of the class itself: its bases have to be asked. */
struct pf_error *pf_class_own_kind(struct pf_view *view, const struct pf_class *class,
				   const struct pf_kind **ret) PF_CHECKED;

#endif
