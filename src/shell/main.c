/* The entry point of pyflame-shell. */
#include "shell/shell.h"

int main(int argc, char **argv)
{
	return pf_shell_main(argc, argv);
}
