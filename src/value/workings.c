/* What a frame works with: its variables, and the values of the expression that is evaluated. */
#include "value/workings.h"

#include "base/cleanup.h"
#include "value/code_names.h"

#include <stdlib.h>

/* More places no frame has that is looked at. Tags lie in the low bits of references. */
enum { WORD = sizeof(uint64_t), PLACES_LIMIT = 1 << 14, TAGS = 7 };

static struct pf_error *count_places(struct pf_view *view, pf_addr code, size_t *ret)
{
	PF_GUARD(pf_code_names_deinit) struct pf_code_names names = { 0 };
	int32_t stack;
	PF_TRY(pf_code_names_read(view, code, &names));
	PF_TRY(pf_reader_peek_int(view->reader,
				  code + (pf_addr)view->reader->layout->objects.shell.stack_size,
				  &stack));
	*ret = names.count + (stack > 0 && stack < PLACES_LIMIT ? (size_t)stack : 0);
	if (*ret > PLACES_LIMIT)
		*ret = PLACES_LIMIT;
	return NULL;
}

struct pf_error *pf_workings_read(struct pf_view *view, pf_addr frame, pf_addr code,
				  struct pf_workings *ret)
{
	pf_addr places = frame + (pf_addr)view->reader->layout->objects.scope.localsplus;
	size_t count;
	PF_TRY(count_places(view, code, &count));
	PF_AUTO_FREE pf_addr *words = malloc((count + 1) * sizeof(*words));
	if (!words)
		return &pf_error_no_memory;
	PF_TRY(pf_reader_peek(view->reader, places, words, count * WORD));
	for (size_t i = 0; i < count; i++) {
		pf_addr at = words[i] & ~(pf_addr)TAGS;
		if (at)
			PF_TRY(pf_array_push(ret, at));
	}
	return NULL;
}
