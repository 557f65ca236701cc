/* What an ELF file says of itself: symbols, sections, segments. */
#ifndef PF_TARGET_ELF_H
#define PF_TARGET_ELF_H

#include "pyflame.h"

struct pf_elf;

/* Opens the ELF file FD (borrowed; may be closed afterwards). CORRUPT when it is not one. */
struct pf_error *pf_elf_open(int fd, const char *path, struct pf_elf **ret) PF_CHECKED;
void pf_elf_close(struct pf_elf *elf);

/* Link-time address and size of the symbol NAME: .dynsym first, then .symtab; false if absent. */
bool pf_elf_find_symbol(struct pf_elf *elf, const char *name, pf_addr *ret, uint64_t *size_ret);

/* The same in .dynsym alone: quick also where .symtab is huge. */
bool pf_elf_find_dynamic_symbol(struct pf_elf *elf, const char *name, pf_addr *ret,
				uint64_t *size_ret);

/* Link-time address and size of the section NAME; false if absent. */
bool pf_elf_find_section(struct pf_elf *elf, const char *name, pf_addr *ret, uint64_t *size_ret);

/* A symbol that stands for bytes; its texts belong to the file. */
struct pf_elf_symbol {
	const char *name;
	const char *section; /* NULL: in none that is known */
	pf_addr at;	     /* link-time */
	uint64_t size;
};

/* The symbol that the link-time address AT belongs to; false when none does. */
bool pf_elf_find_symbol_at(struct pf_elf *elf, pf_addr at, struct pf_elf_symbol *ret);

/*
 * The symbol at *INDEX or the next one behind it, *INDEX becoming what follows that: from 0 on they
 * all come. False at the end. They are those of .symtab, without it those of .dynsym.
 */
bool pf_elf_next_symbol(struct pf_elf *elf, size_t *index, struct pf_elf_symbol *ret);

/*
 * What is added to link-time addresses when the file's byte at OFFSET is mapped at AT: 0 for
 * ET_EXEC. False when no PT_LOAD segment holds that offset.
 */
bool pf_elf_find_bias(struct pf_elf *elf, pf_addr at, uint64_t offset, pf_addr *ret);

#endif
