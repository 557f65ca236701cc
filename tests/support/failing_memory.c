/* A pf_memory whose n-th read fails. */
#include "failing_memory.h"

/* Counts one read; true when it is the one that is to fail. */
static bool is_due(struct failing_memory *failing)
{
	failing->reads++;
	bool due = !failing->left--;
	failing->failed |= due;
	return due;
}

static struct pf_error *peek(struct pf_memory *memory, pf_addr at, void *buf, size_t size)
{
	struct failing_memory *failing = (struct failing_memory *)memory;
	if (is_due(failing))
		return failing->error;
	return pf_memory_peek(failing->below, at, buf, size);
}

static struct pf_error *peek_spans(struct pf_memory *memory, struct pf_span *spans, size_t count)
{
	struct failing_memory *failing = (struct failing_memory *)memory;
	for (size_t i = 0; i < count; i++) {
		bool due = is_due(failing);
		if (due && failing->error != &pf_error_fault)
			return failing->error;
		spans[i].failed = due;
		if (!due)
			PF_TRY(pf_memory_peek_spans(failing->below, &spans[i], 1));
	}
	return NULL;
}

void failing_memory_init(struct failing_memory *failing, struct pf_memory *below, long n,
			 struct pf_error *error)
{
	*failing = (struct failing_memory){
		.memory = { .peek = peek, .peek_spans = peek_spans },
		.below = below,
		.error = error,
		.left = n,
	};
}
