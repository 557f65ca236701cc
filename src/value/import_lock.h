/* 2.7's import lock: one for all modules, which is no object. */
#ifndef PF_VALUE_IMPORT_LOCK_H
#define PF_VALUE_IMPORT_LOCK_H

#include "python/runtime.h"
#include "value/view.h"

struct pf_import_lock {
	pf_addr handle; /* of its semaphore; 0: there is none, or it has no symbol */
	uint64_t owner; /* as threading.get_ident(); 0: nobody's */
};

struct pf_error *pf_import_lock_read(struct pf_python *python, struct pf_view *view,
				     struct pf_import_lock *ret) PF_CHECKED;

#endif
