/* The build id of an ELF file, as the memory says that it is mapped to. */
#include "target/build_id.h"

#include <elf.h>
#include <stdio.h>
#include <string.h>

/* More than any linker writes; the memory may hold anything. */
enum { SEGMENT_LIMIT = 64, NOTES_LIMIT = 4096 };

static bool peek(struct pf_memory *memory, pf_addr at, void *buf, size_t size)
{
	struct pf_error *err = pf_memory_peek(memory, at, buf, size);
	pf_error_destroy(err);
	return !err;
}

static void write_hex(const unsigned char *bytes, size_t size, char (*ret)[PF_BUILD_ID_SIZE])
{
	for (size_t i = 0; i < size && 2 * i + 2 < sizeof(*ret); i++)
		snprintf(*ret + 2 * i, 3, "%02x", bytes[i]);
}

/* What a part of a note takes: they are aligned to four bytes. */
static size_t padded(uint32_t size)
{
	return ((size_t)size + 3) & ~(size_t)3;
}

/* Looks through the notes; false when the build id is not among them. */
static bool find_in_notes(const unsigned char *notes, size_t size, char (*ret)[PF_BUILD_ID_SIZE])
{
	Elf64_Nhdr note;
	while (size >= sizeof(note)) {
		memcpy(&note, notes, sizeof(note));
		size_t name = padded(note.n_namesz), content = padded(note.n_descsz);
		notes += sizeof(note);
		size -= sizeof(note);
		if (name > size || content > size - name)
			return false;
		if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 &&
		    !memcmp(notes, "GNU", 4)) {
			write_hex(notes + name, note.n_descsz, ret);
			return true;
		}
		notes += name + content;
		size -= name + content;
	}
	return false;
}

static bool find_in_segment(struct pf_memory *memory, pf_addr at, uint64_t size,
			    char (*ret)[PF_BUILD_ID_SIZE])
{
	unsigned char notes[NOTES_LIMIT];
	if (size > sizeof(notes))
		size = sizeof(notes);
	return peek(memory, at, notes, size) && find_in_notes(notes, size, ret);
}

/* The notes lie in the same first segment as the head, as many bytes behind it as in the file. */
void pf_build_id_read(struct pf_memory *memory, pf_addr at, char (*ret)[PF_BUILD_ID_SIZE])
{
	Elf64_Ehdr head;
	Elf64_Phdr segment;
	(*ret)[0] = '\0';
	if (!peek(memory, at, &head, sizeof(head)) || memcmp(head.e_ident, ELFMAG, SELFMAG) != 0 ||
	    head.e_ident[EI_CLASS] != ELFCLASS64 || head.e_phentsize != sizeof(segment))
		return;
	for (unsigned i = 0; i < head.e_phnum && i < SEGMENT_LIMIT; i++) {
		pf_addr segment_at = at + head.e_phoff + i * sizeof(segment);
		if (!peek(memory, segment_at, &segment, sizeof(segment)))
			return;
		if (segment.p_type == PT_NOTE &&
		    find_in_segment(memory, at + segment.p_offset, segment.p_filesz, ret))
			return;
	}
}
