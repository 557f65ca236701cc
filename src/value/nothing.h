/* None, where it stands for nothing. */
#ifndef PF_VALUE_NOTHING_H
#define PF_VALUE_NOTHING_H

#include "value/view.h"

/* Makes *at 0 when None is there. */
struct pf_error *pf_drop_none(struct pf_view *view, pf_addr *at) PF_CHECKED;

#endif
