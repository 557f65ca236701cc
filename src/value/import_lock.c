/* 2.7's import lock: one for all modules, which is no object. */
#include "value/import_lock.h"

static struct pf_error *read_variable(struct pf_python *python, struct pf_view *view,
				      const char *name, uint64_t *ret)
{
	pf_addr at;
	*ret = 0;
	PF_TRY(pf_process_find_symbol(python->process, name, &at, NULL));
	return at ? pf_reader_peek_word(view->reader, at, ret) : NULL;
}

/* Static variables of Python/import.c: stripped programs have no symbols for them. */
struct pf_error *pf_import_lock_read(struct pf_python *python, struct pf_view *view,
				     struct pf_import_lock *ret)
{
	*ret = (struct pf_import_lock){ 0 };
	if (view->reader->layout->traits.text != TEXT_BYTES)
		return NULL;
	PF_TRY(read_variable(python, view, "import_lock", &ret->handle));
	PF_TRY(read_variable(python, view, "import_lock_thread", &ret->owner));
	if (ret->owner == UINT64_MAX)
		ret->owner = 0;
	return NULL;
}
