/* The programs and libraries that the target has mapped, and their symbols. */
#ifndef PF_TARGET_MODULES_H
#define PF_TARGET_MODULES_H

#include "pyflame.h"
#include "target/elf.h"

/* One ELF file in one place. */
struct pf_module {
	const char *path;		   /* as in the map */
	const struct pf_map_region *first; /* its lowest region */
	pf_addr end;			   /* of its highest region */
	struct pf_elf *elf;		   /* NULL until pf_module_elf() has opened it */
	pf_addr bias;			   /* what is added to its link-time addresses; with elf */
	int rank;			   /* 0: the executable, 1: preferred, 2: another one */
};

/*
 * The modules: the executable first, then those whose file name has the preferred text in it,
 * then the others, each by address. The map is read when it is first asked for. *ret and all
 * that it points to are borrowed, until the next refresh or change of preference.
 */
struct pf_error *pf_process_modules(struct pf_process *process, const struct pf_module **ret,
				    size_t *count_ret) PF_CHECKED;

/* The memory map that the modules come from. Borrowed as they are. */
struct pf_error *pf_process_maps(struct pf_process *process, const struct pf_maps **ret) PF_CHECKED;

/* Reads the map anew. ELF files that are mapped as before stay open. */
struct pf_error *pf_process_refresh_modules(struct pf_process *process) PF_CHECKED;

/* The same, but not twice within a second: for questions that are asked again and again. */
struct pf_error *pf_process_renew_modules(struct pf_process *process) PF_CHECKED;

/* Puts modules whose file name has TEXT in it ahead, from now on. */
struct pf_error *pf_process_prefer_modules(struct pf_process *process, const char *text) PF_CHECKED;

/* The ELF file of the module INDEX, opened when first asked for, and its bias. Borrowed. */
struct pf_error *pf_module_elf(struct pf_process *process, size_t index, struct pf_elf **ret,
			       pf_addr *bias_ret) PF_CHECKED;

#endif
