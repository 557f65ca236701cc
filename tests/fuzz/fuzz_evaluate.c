/* Fuzzes value/evaluate: expressions over an object in memory that is the input. */
#include "base/cleanup.h"
#include "fuzz_memory.h"
#include "value/evaluate.h"

#include <stdlib.h>

static const char *const texts[] = {
	"x",
	"x.name",
	"x.__class__.__name__",
	"x[0]",
	"x[-1][0]",
	"x['name'][1:3]",
	"x[1:3][0]",
	"x[::-1]",
	"len(x)",
	"not x",
	"x == 7 or x == 'name' or x == (1, None)",
	"x < 7",
	"x < (1, 2)",
	"x == x[0]",
	"1 in x",
	"'name' in x",
	"(1, 'a') in x",
	"x + 1",
	"-x",
	"isinstance(x, (int, m.Job))",
	"str(x)",
	"type(x) is x",
};

enum { TEXTS = sizeof(texts) / sizeof(texts[0]) };

static struct pf_expression *expressions[TEXTS];

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	for (size_t i = 0; i < TEXTS; i++)
		if (pf_expression_parse(texts[i], &expressions[i]))
			abort();
	return 0;
}

static void evaluate(struct pf_view *view, const struct pf_scope *scope,
		     const struct pf_expression *expression)
{
	static const struct pf_limits limits = {
		.depth = 3, .elements = 20, .repeats = 3, .max_string = 40
	};
	struct pf_arena arena = { 0 };
	struct pf_result result;
	struct pf_text text = { 0 };
	bool truth;
	struct pf_error *err = pf_evaluate(expression, view, scope, &arena, &result);
	if (!err)
		err = pf_result_repr(view, &result, &limits, &text);
	pf_error_destroy(err);
	if (text.size) /* there is a result */
		pf_error_destroy(pf_result_truth(view, &result, &truth));
	pf_text_deinit(&text);
	pf_arena_deinit(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_memory fuzz;
	struct pf_view view;
	if (!fuzz_memory_init(&fuzz, data, size))
		return 0;
	struct pf_local local = { "x", PF_VARIABLE_LOCAL, fuzz.start };
	struct pf_locals locals = { .items = &local, .count = 1 };
	struct pf_scope scope = { .locals = &locals };
	pf_view_init(&view, &fuzz.reader);
	for (size_t i = 0; i < TEXTS; i++)
		evaluate(&view, &scope, expressions[i]);
	pf_view_deinit(&view);
	return 0;
}
