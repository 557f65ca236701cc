/* The program: options, the session, what is run in it, and the exit status. */
#ifndef PF_SHELL_SHELL_H
#define PF_SHELL_SHELL_H

/* main() but for its name. */
int pf_shell_main(int argc, char **argv);

#endif
