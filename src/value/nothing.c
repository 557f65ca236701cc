/* None, where it stands for nothing. */
#include "value/nothing.h"

#include "value/class.h"
#include "value/kinds.h"

struct pf_error *pf_drop_none(struct pf_view *view, pf_addr *at)
{
	struct pf_object object;
	if (!*at)
		return NULL;
	PF_TRY(pf_object_open(view, *at, &object));
	if (object.class->kind == &pf_kind_none)
		*at = 0;
	return NULL;
}
