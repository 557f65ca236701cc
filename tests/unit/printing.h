/* What the tests of print_dump and print_json share: the fake's dump, printed to text. */
#ifndef PF_TESTS_PRINTING_H
#define PF_TESTS_PRINTING_H

#include "fake_pyflame.h"
#include "shell/print.h"
#include "tap.h"

/* Prints the fake's dump with PRINT; the caller frees. */
static char *print_fake(struct pf_error *(*print)(const struct pf_printer *,
						  const struct pf_dump *))
{
	char *written = NULL;
	size_t size = 0;
	struct pf_output output = { .sink = open_memstream(&written, &size) };
	struct pf_sources sources = { 0 };
	struct pf_printer printer = { .output = &output, .sources = &sources };
	ck_assert_ptr_null(print(&printer, &fake.dump));
	ck_assert_ptr_null(pf_output_flush(&output));
	fclose(output.sink);
	pf_output_deinit(&output);
	pf_sources_deinit(&sources);
	return written;
}

#endif
