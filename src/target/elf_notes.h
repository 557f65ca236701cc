/* The notes of an ELF file, of which the build id is one. */
#ifndef PF_TARGET_ELF_NOTES_H
#define PF_TARGET_ELF_NOTES_H

#include <stddef.h>
#include <stdint.h>

/*
 * The build id among SIZE bytes of NOTES; NULL, and no size, when there is none. ALIGN is the segment's:
 * notes are padded to 8 bytes when it says so, else to 4.
 */
const unsigned char *pf_elf_notes_find_id(const unsigned char *notes, size_t size, uint64_t align,
					  size_t *size_ret);

#endif
