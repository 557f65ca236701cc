/* Reading a target's memory, whatever it is: a process, a page cache over one, a test's heap. */
#include "target/memory.h"

#include <inttypes.h>

struct pf_error *pf_memory_read(struct pf_memory *memory, pf_addr at, void *buf, size_t size)
{
	struct pf_error *err = pf_memory_peek(memory, at, buf, size);
	if (!err)
		return NULL;
	enum pf_error_code code = pf_error_code(err);
	if (code != PF_FAULT)
		return err;
	pf_error_destroy(err);
	return pf_error_create(PF_FAULT, "cannot read %zu bytes at 0x%" PRIx64, size, at);
}
