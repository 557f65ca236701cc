/* The names that the threading module gives to threads. */
#ifndef PF_PYTHON_NAMES_H
#define PF_PYTHON_NAMES_H

#include "base/arena.h"
#include "base/map.h"
#include "base/text.h"
#include "python/reader.h"

/*
 * Where the dict threading._active of the interpreter at INTERPRETER is; *ret is 0 when the
 * module is not imported there.
 */
struct pf_error *pf_names_find(const struct pf_reader *reader, pf_addr interpreter,
			       pf_addr *ret) PF_CHECKED;

/*
 * Reads the dict at ACTIVE: puts (ident ^ INTERPRETER) → name (a const char * in ARENA) into
 * *names. Entries that cannot be read are left out, and those behind 16 MB of names.
 */
struct pf_error *pf_names_peek(const struct pf_reader *reader, pf_addr interpreter, pf_addr active,
			       struct pf_arena *arena, struct pf_map *names) PF_CHECKED;

#endif
