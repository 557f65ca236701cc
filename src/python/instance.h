/* Attributes of instances of Python classes. */
#ifndef PF_PYTHON_INSTANCE_H
#define PF_PYTHON_INSTANCE_H

#include "python/reader.h"

/*
 * The instance attribute NAME of the object at AT, wherever this version keeps it; *ret is 0 when
 * it has none.
 */
struct pf_error *pf_instance_find(const struct pf_reader *reader, pf_addr at, const char *name,
				  pf_addr *ret) PF_CHECKED;

#endif
