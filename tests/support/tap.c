/* A main() for unit tests: runs one Check suite and prints TAP. */
#include "tap.h"

#include <stdlib.h>

/* Before main() makes test cases; what the environment says goes first. */
__attribute__((constructor)) static void be_patient(void)
{
	setenv("CK_DEFAULT_TIMEOUT", "120", 0);
}

int tap_run(Suite *suite)
{
	SRunner *runner = srunner_create(suite);
	srunner_set_tap(runner, "-");
	srunner_run_all(runner, CK_SILENT);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
