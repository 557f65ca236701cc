/* What an ELF file says of itself: symbols, sections, segments. */
#include "target/elf.h"

#include "base/cleanup.h"
#include "target/elf_symbols.h"

#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * The file is the target's: it may be anything, and may change under our eyes. It is read, not
 * mapped, for a mapped file that gets shorter kills who looks at it (SIGBUS).
 */
#if defined(__x86_64__)
enum { MACHINE = EM_X86_64 };
#elif defined(__aarch64__)
enum { MACHINE = EM_AARCH64 };
#else
#error "Which e_machine has this one?"
#endif

enum { PAGE = 4096 };

struct pf_elf {
	int fd;
	Elf *elf;
	bool fixed; /* ET_EXEC: linked to its place */
	const Elf64_Phdr *segments;
	size_t segment_count;
	bool has_dynamic, has_full; /* whether these tables were looked for */
	struct pf_elf_symbols dynamic, full;
};

void pf_elf_close(struct pf_elf *elf)
{
	if (!elf)
		return;
	elf_end(elf->elf); /* NULL is fine */
	if (elf->fd >= 0)
		close(elf->fd);
	free(elf);
}

PF_DEFINE_GUARD(guard_elf, struct pf_elf *, pf_elf_close);

static struct pf_error *explain(const char *path)
{
	if (elf_errno() && errno == ENOMEM)
		return &pf_error_no_memory;
	return pf_error_create(PF_CORRUPT, "%s is not an ELF file", path);
}

static struct pf_error *check_header(struct pf_elf *elf, const char *path)
{
	const char *ident = elf_getident(elf->elf, NULL);
	if (elf_kind(elf->elf) != ELF_K_ELF || !ident)
		return explain(path);
	if (ident[EI_CLASS] != ELFCLASS64 || ident[EI_DATA] != ELFDATA2LSB)
		return pf_error_create(PF_UNSUPPORTED, "%s is not a 64-bit little-endian program",
				       path);
	const Elf64_Ehdr *header = elf64_getehdr(elf->elf);
	if (!header)
		return explain(path);
	if (header->e_machine != MACHINE)
		return pf_error_create(PF_UNSUPPORTED, "%s is for another machine (e_machine %d)",
				       path, header->e_machine);
	if (header->e_type != ET_EXEC && header->e_type != ET_DYN)
		return pf_error_create(PF_CORRUPT, "%s is neither a program nor a library", path);
	elf->fixed = header->e_type == ET_EXEC;
	return NULL;
}

static struct pf_error *read_segments(struct pf_elf *elf, const char *path)
{
	size_t count;
	if (elf_getphdrnum(elf->elf, &count) < 0 || !count)
		return pf_error_create(PF_CORRUPT, "%s has no segments", path);
	elf->segments = elf64_getphdr(elf->elf);
	if (!elf->segments)
		return pf_error_create(PF_CORRUPT, "%s is cut short: no program headers", path);
	elf->segment_count = count;
	return NULL;
}

struct pf_error *pf_elf_open(int fd, const char *path, struct pf_elf **ret)
{
	PF_GUARD(guard_elf) struct pf_elf *elf = calloc(1, sizeof(*elf));
	if (!elf)
		return &pf_error_no_memory;
	elf->fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	if (elf->fd < 0)
		return pf_error_system(errno, "cannot keep %s open", path);
	elf_version(EV_CURRENT);
	elf->elf = elf_begin(elf->fd, ELF_C_READ, NULL);
	if (!elf->elf)
		return explain(path);
	PF_TRY(check_header(elf, path));
	PF_TRY(read_segments(elf, path));
	*ret = pf_take(elf);
	return NULL;
}

static const struct pf_elf_symbols *dynamic_symbols(struct pf_elf *elf)
{
	if (!elf->has_dynamic && !pf_elf_symbols_load(elf->elf, SHT_DYNSYM, &elf->dynamic))
		pf_elf_symbols_load_dynamic(elf->elf, elf->segments, elf->segment_count,
					    &elf->dynamic);
	elf->has_dynamic = true;
	return &elf->dynamic;
}

static const struct pf_elf_symbols *full_symbols(struct pf_elf *elf)
{
	if (!elf->has_full)
		pf_elf_symbols_load(elf->elf, SHT_SYMTAB, &elf->full);
	elf->has_full = true;
	return &elf->full;
}

static bool find_in(const struct pf_elf_symbols *table, const char *name, pf_addr *ret,
		    uint64_t *size_ret)
{
	const Elf64_Sym *symbol = pf_elf_symbols_find(table, name);
	if (!symbol)
		return false;
	*ret = symbol->st_value;
	if (size_ret)
		*size_ret = symbol->st_size;
	return true;
}

bool pf_elf_find_dynamic_symbol(struct pf_elf *elf, const char *name, pf_addr *ret,
				uint64_t *size_ret)
{
	return find_in(dynamic_symbols(elf), name, ret, size_ret);
}

bool pf_elf_find_symbol(struct pf_elf *elf, const char *name, pf_addr *ret, uint64_t *size_ret)
{
	return pf_elf_find_dynamic_symbol(elf, name, ret, size_ret) ||
	       find_in(full_symbols(elf), name, ret, size_ret);
}

/* The header of SECTION when it is called NAME and lies in memory; NULL otherwise. */
static const Elf64_Shdr *match(Elf *elf, Elf_Scn *section, size_t names, const char *name)
{
	const Elf64_Shdr *header = elf64_getshdr(section);
	if (!header || !(header->sh_flags & SHF_ALLOC))
		return NULL;
	const char *found = elf_strptr(elf, names, header->sh_name);
	return found && !strcmp(found, name) ? header : NULL;
}

bool pf_elf_find_section(struct pf_elf *elf, const char *name, pf_addr *ret, uint64_t *size_ret)
{
	size_t names;
	if (elf_getshdrstrndx(elf->elf, &names) < 0)
		return false;
	for (Elf_Scn *section = NULL; (section = elf_nextscn(elf->elf, section));) {
		const Elf64_Shdr *header = match(elf->elf, section, names, name);
		if (!header)
			continue;
		*ret = header->sh_addr;
		if (size_ret)
			*size_ret = header->sh_size;
		return true;
	}
	return false;
}

/* The name of SECTION; NULL when it has none. */
static const char *name_of_section(struct pf_elf *elf, Elf_Scn *section)
{
	size_t names;
	const Elf64_Shdr *header = elf64_getshdr(section);
	if (!header || elf_getshdrstrndx(elf->elf, &names) < 0)
		return NULL;
	return elf_strptr(elf->elf, names, header->sh_name);
}

/* The section of memory that the link-time address AT is in; NULL when there is none. */
static Elf_Scn *section_at(struct pf_elf *elf, pf_addr at)
{
	for (Elf_Scn *section = NULL; (section = elf_nextscn(elf->elf, section));) {
		const Elf64_Shdr *header = elf64_getshdr(section);
		if (header && (header->sh_flags & SHF_ALLOC) && !(header->sh_flags & SHF_TLS) &&
		    at >= header->sh_addr && at - header->sh_addr < header->sh_size)
			return section;
	}
	return NULL;
}

static const struct pf_elf_symbols *all_symbols(struct pf_elf *elf)
{
	const struct pf_elf_symbols *full = full_symbols(elf);
	return full->count ? full : dynamic_symbols(elf);
}

bool pf_elf_find_symbol_at(struct pf_elf *elf, pf_addr at, struct pf_elf_symbol *ret)
{
	const struct pf_elf_symbols *table = all_symbols(elf);
	Elf_Scn *section = section_at(elf, at);
	size_t index = section ? elf_ndxscn(section) : SHN_UNDEF, found;
	if (index >= SHN_LORESERVE)
		index = SHN_UNDEF;
	if (!pf_elf_symbols_find_at(table, at, (Elf64_Section)index, &found))
		return false;
	*ret = (struct pf_elf_symbol){
		.name = pf_elf_symbols_name(table, found),
		.section = section ? name_of_section(elf, section) : NULL,
		.at = table->symbols[found].st_value,
		.size = table->symbols[found].st_size,
	};
	return true;
}

bool pf_elf_next_symbol(struct pf_elf *elf, size_t *index, struct pf_elf_symbol *ret)
{
	const struct pf_elf_symbols *table = all_symbols(elf);
	while (*index < table->count) {
		const Elf64_Sym *symbol = &table->symbols[*index];
		const char *name = pf_elf_symbols_name(table, (*index)++);
		if (!name)
			continue;
		*ret = (struct pf_elf_symbol){ name, NULL, symbol->st_value, symbol->st_size };
		return true;
	}
	return false;
}

/* Whole pages are mapped, so a segment brings its neighbours' bytes in its first and last one. */
static bool maps_offset(const Elf64_Phdr *segment, uint64_t offset)
{
	uint64_t start = segment->p_offset & ~(uint64_t)(PAGE - 1);
	uint64_t size = segment->p_filesz + (segment->p_offset - start);
	return segment->p_type == PT_LOAD && offset >= start && offset - start < size;
}

bool pf_elf_find_bias(struct pf_elf *elf, pf_addr at, uint64_t offset, pf_addr *ret)
{
	const Elf64_Phdr *best = NULL;
	for (size_t i = 0; i < elf->segment_count; i++) {
		const Elf64_Phdr *segment = &elf->segments[i];
		if (!maps_offset(segment, offset))
			continue;
		/* A page that two segments share begins the mapping of the second. */
		if (!best || offset > best->p_offset)
			best = segment;
	}
	if (!best)
		return false;
	*ret = elf->fixed ? 0 : at - (best->p_vaddr - best->p_offset + offset);
	return true;
}
