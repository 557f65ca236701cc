/* The command line's options. */
#ifndef PF_SHELL_OPTIONS_H
#define PF_SHELL_OPTIONS_H

#include "shell/session.h"

/* What -d, -ex, -x and -e, and -iex and -ix ask for, in their order. */
enum pf_action_kind { PF_ACTION_DUMP, PF_ACTION_COMMAND, PF_ACTION_FILE, PF_ACTION_LUA };

struct pf_action {
	enum pf_action_kind kind;
	const char *text; /* borrowed from argv; NULL for a dump */
	bool early;	  /* -iex, -ix: before attaching */
};

struct pf_options {
	pid_t pid;    /* 0: none was given */
	uint32_t abi; /* of pf_python_attach_as() */
	PF_ARRAY(struct pf_action) actions;
	const char *format; /* of dumps; borrowed; NULL: text */
	bool locals;	    /* of dumps: the values of variables */
	bool no_locals;	    /* it is stronger */
	const char *redact; /* more words; borrowed; NULL: none */
	bool dump;	    /* -d is among the actions */
	bool batch;
	bool keep_going;    /* what fails does not end it, but its status */
	const char *folder; /* to be in; borrowed from argv; NULL: where we are */
	bool quiet;
	bool no_user_files;
	const char *script;	  /* borrowed from argv; NULL: none */
	bool script_is_file;	  /* it is a path, also without a "/" */
	char *const *script_argv; /* what follows it, also borrowed */
	int script_argc;
	char *const *program_argv; /* of --args, also borrowed; NULL: none */
	int program_argc;
	bool help;
	bool version;
};

/*
 * Reads the arguments behind argv[0]. Long names take one dash or two, and a value behind "=" or
 * as the next argument. USAGE says what is wrong. *ret borrows from argv.
 */
struct pf_error *pf_options_parse(int argc, char *const *argv, struct pf_options *ret) PF_CHECKED;
void pf_options_deinit(struct pf_options *options);

/* What --help prints. */
extern const char pf_options_help[];

#endif
