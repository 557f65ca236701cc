/* Looking again at a target that runs on, while what was read does not fit together. */
#include "python/retry.h"

enum { LOOKS = 8 };

static bool helps(const struct pf_error *err)
{
	enum pf_error_code code = pf_error_code(err);
	return code == PF_TORN || code == PF_FAULT || code == PF_CORRUPT;
}

struct pf_error *pf_retry(struct pf_python *python, const char *what, pf_look *look, void *context)
{
	for (int i = 0; i < LOOKS; i++) {
		pf_page_cache_clear(python->cache);
		struct pf_error *err = look(python, context);
		if (!err || !helps(err))
			return err;
		pf_error_destroy(err);
	}
	PF_TRY(pf_process_check(python->process));
	return pf_error_create(PF_TORN,
			       "%s of process %d do not keep still: what was read of them "
			       "does not fit together",
			       what, pf_process_pid(python->process));
}
