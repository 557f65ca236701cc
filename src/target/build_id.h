/* The build id of an ELF file, as the memory says that it is mapped to. */
#ifndef PF_TARGET_BUILD_ID_H
#define PF_TARGET_BUILD_ID_H

#include "pyflame.h"
#include "target/memory.h"

/*
 * Writes the build id of the file whose first byte is mapped at AT to *ret, as hexadecimal digits;
 * "" when it has none, or is no ELF file, or cannot be read. So it is that of what is mapped,
 * whatever became of the file.
 */
void pf_build_id_read(struct pf_memory *memory, pf_addr at, char (*ret)[PF_BUILD_ID_SIZE]);

#endif
