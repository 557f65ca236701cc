/* A view of a target's objects at one moment: how they are read, and which classes were seen. */
#include "value/view.h"

#include "base/clock.h"

void pf_view_init(struct pf_view *view, const struct pf_reader *reader)
{
	*view = (struct pf_view){ .reader = reader };
}

void pf_view_deinit(struct pf_view *view)
{
	pf_arena_deinit(&view->arena);
	pf_map_deinit(&view->classes);
}

void pf_view_limit(struct pf_view *view)
{
	view->until_ns = pf_clock_now_ns() + PF_VIEW_PAUSE_NS;
}

bool pf_view_is_late(const struct pf_view *view)
{
	return view->until_ns && pf_clock_now_ns() > view->until_ns;
}

bool pf_view_is_fatal(const struct pf_error *err)
{
	if (!err)
		return false;
	enum pf_error_code code = pf_error_code(err);
	return code == PF_NO_MEMORY || code == PF_GONE || code == PF_INTERRUPTED;
}
