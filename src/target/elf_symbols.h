/* A symbol table of an ELF file, whichever way it is found. */
#ifndef PF_TARGET_ELF_SYMBOLS_H
#define PF_TARGET_ELF_SYMBOLS_H

#include <gelf.h>
#include <stdbool.h>
#include <stddef.h>

/* All zero is an empty table. The arrays belong to the Elf. */
struct pf_elf_symbols {
	const Elf64_Sym *symbols;
	size_t count;
	const char *names; /* not checked: NUL need not be there */
	size_t names_size;
};

/* Finds the first section of TYPE, SHT_DYNSYM or SHT_SYMTAB. False when there is none. */
bool pf_elf_symbols_load(Elf *elf, Elf64_Word type, struct pf_elf_symbols *ret);

/* elf_dynamic.c. Finds the table that the dynamic linker uses: section headers may be stripped. */
bool pf_elf_symbols_load_dynamic(Elf *elf, const Elf64_Phdr *segments, size_t count,
				 struct pf_elf_symbols *ret);

/*
 * The first symbol NAME that stands for bytes in this file: defined here, not thread-local, not
 * to be resolved by a call (ifunc). NULL when there is none.
 */
const Elf64_Sym *pf_elf_symbols_find(const struct pf_elf_symbols *table, const char *name);

/*
 * The index of the symbol that the link-time address AT belongs to: the nearest one that stands for
 * bytes and reaches that far; else the nearest before it that has no size and is in SECTION
 * (SHN_UNDEF: in none). False when there is none.
 */
bool pf_elf_symbols_find_at(const struct pf_elf_symbols *table, Elf64_Addr at,
			    Elf64_Section section, size_t *ret);

/* The name of the symbol INDEX when that stands for bytes; NULL when not, or when it has none. */
const char *pf_elf_symbols_name(const struct pf_elf_symbols *table, size_t index);

#endif
