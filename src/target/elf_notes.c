/* The notes of an ELF file, of which the build id is one. */
#include "target/elf_notes.h"

#include <elf.h>
#include <stdbool.h>
#include <string.h>

static uint64_t pad(uint64_t size, uint64_t align)
{
	return (size + align - 1) & ~(align - 1);
}

static bool is_id(const Elf64_Nhdr *note, const unsigned char *name)
{
	return note->n_type == NT_GNU_BUILD_ID && note->n_namesz == 4 && !memcmp(name, "GNU", 4);
}

/* A note is three words, a name and bytes, both padded. */
const unsigned char *pf_elf_notes_find_id(const unsigned char *notes, size_t size, uint64_t align,
					  size_t *size_ret)
{
	align = align == 8 ? 8 : 4;
	while (size >= sizeof(Elf64_Nhdr)) {
		Elf64_Nhdr note;
		memcpy(&note, notes, sizeof(note));
		uint64_t start = pad(sizeof(note) + (uint64_t)note.n_namesz, align);
		uint64_t end = start + pad(note.n_descsz, align);
		if (start + note.n_descsz > size)
			return NULL;
		if (is_id(&note, notes + sizeof(note))) {
			*size_ret = note.n_descsz;
			return notes + start;
		}
		if (end >= size)
			return NULL;
		notes += end;
		size -= end;
	}
	return NULL;
}
