/* The ELF files that the target has mapped: where each lies, and its build id. */
#include "base/cleanup.h"
#include "target/build_id.h"
#include "target/modules.h"
#include "target/process.h"

#include <stdlib.h>

struct pf_error *pf_process_read_files(struct pf_process *process, struct pf_file **ret,
				       size_t *count_ret)
{
	const struct pf_module *modules;
	size_t count;
	PF_TRY(pf_process_refresh_modules(process));
	PF_TRY(pf_process_modules(process, &modules, &count));
	PF_AUTO_FREE struct pf_file *files = calloc(count + 1, sizeof(*files));
	if (!files)
		return &pf_error_no_memory;
	for (size_t i = 0; i < count; i++) {
		const struct pf_map_region *first = modules[i].first;
		files[i] = (struct pf_file){ modules[i].path, first->start, modules[i].end,
					     first->deleted, "" };
		if (!first->offset)
			pf_build_id_read(pf_process_memory(process), first->start,
					 &files[i].build_id);
	}
	*ret = pf_take(files);
	*count_ret = count;
	return NULL;
}
