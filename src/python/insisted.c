/* A version that the user insists on: whether stacks can be read as its. */
#include "python/insisted.h"

#include "base/cleanup.h"
#include "python/dump_read.h"
#include "python/version.h"

#include <stdio.h>

/* The target runs on, so that a stack may be torn: it gets a few chances to be read whole. */
enum { TRIES = 20 };

static bool has_whole_stack(const struct pf_dump_store *store)
{
	for (size_t i = 0; i < store->threads.count; i++) {
		if (store->threads.items[i].frame_count && !store->threads.items[i].truncated)
			return true;
	}
	return false;
}

static struct pf_error *find_whole_stack(struct pf_python *python, struct pf_dump_store *store,
					 bool *ret)
{
	*ret = false;
	for (int i = 0; i < TRIES && !*ret; i++) {
		struct pf_error *err = pf_dump_store_read(store, python);
		if (err && (pf_error_code(err) == PF_NO_MEMORY || pf_error_code(err) == PF_GONE))
			return err;
		*ret = !err && has_whole_stack(store);
		pf_error_destroy(err);
	}
	return NULL;
}

struct pf_error *pf_insisted_check(struct pf_python *python)
{
	PF_GUARD(pf_dump_store_deinit) struct pf_dump_store store = { 0 };
	unsigned major = pf_version_major(python->abi), minor = pf_version_minor(python->abi);
	int pid = (int)pf_process_pid(python->process);
	bool whole;
	if (python->version_hex >> 16 == python->abi >> 16)
		return NULL;
	PF_TRY(find_whole_stack(python, &store, &whole));
	if (!whole)
		return pf_error_create(PF_UNSUPPORTED,
				       "process %d, which says that it is CPython %s, cannot be "
				       "read as %u.%u: no stack of it makes sense like that",
				       pid, python->version, major, minor);
	snprintf(python->warning, sizeof(python->warning),
		 "process %d says that it is CPython %s, and is read as %u.%u", pid,
		 python->version, major, minor);
	return NULL;
}
