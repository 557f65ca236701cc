/* Attributes of instances of Python classes. */
#ifndef PF_PYTHON_INSTANCE_H
#define PF_PYTHON_INSTANCE_H

#include "python/dict.h"

/*
 * Appends the attributes of the object at AT to *ret, wherever this version keeps them, in the order
 * of the keys; a value of 0 is no attribute. *ret is to be deinit'ed also after an error.
 */
struct pf_error *pf_instance_peek(const struct pf_reader *reader, pf_addr at,
				  struct pf_dict_entries *ret) PF_CHECKED;

/*
 * The instance attribute NAME of the object at AT, wherever this version keeps it; *ret is 0 when
 * it has none.
 */
struct pf_error *pf_instance_find(const struct pf_reader *reader, pf_addr at, const char *name,
				  pf_addr *ret) PF_CHECKED;

#endif
