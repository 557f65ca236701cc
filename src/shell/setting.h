/* A setting: what "set" changes and "show" tells, with its type. */
#ifndef PF_SHELL_SETTING_H
#define PF_SHELL_SETTING_H

#include "base/text.h"
#include "shell/command.h"

enum pf_setting_type {
	PF_SETTING_BOOLEAN, /* on, off, and what else GDB takes for these */
	PF_SETTING_NUMBER,  /* any integer that fits into an int */
	PF_SETTING_LIMIT,   /* 0 and up; 0 is "unlimited" */
	PF_SETTING_CHOICE,  /* one of some words, which may be abbreviated */
	PF_SETTING_TEXT,    /* all that follows; may be empty */
	PF_SETTING_FILE,    /* the same, with file names to complete; not empty */
};

struct pf_setting {
	const char *name; /* "history size" */
	enum pf_setting_type type;
	const char *what;	    /* behind "Set " and "Show " in help; no full stop */
	const char *sentence;	    /* that show prints, with one %s for the value */
	const char *help;	    /* more sentences; NULL: none */
	const char *const *choices; /* of a CHOICE; ended by NULL */
	long number;		    /* a BOOLEAN's 0 or 1, a CHOICE's index */
	char *text;		    /* of TEXT and FILE */
	bool has_blanks;	    /* a TEXT may end in them */
	/* Told of a new value, which an error takes back; NULL: nobody is told. */
	struct pf_error *(*changed)(struct pf_session *session, const struct pf_setting *setting);
	/* Appends what show prints instead of the sentence; NULL: the sentence it is. */
	struct pf_error *(*say)(struct pf_session *session, struct pf_text *text,
				const struct pf_setting *setting);
	int lua_ref; /* for the functions of one that Lua has added */
};

/* Gives SETTING the value that TEXT says, as "set" does. USAGE when it cannot be. */
struct pf_error *pf_setting_assign(struct pf_session *session, struct pf_setting *setting,
				   const char *text) PF_CHECKED;

/* Appends the value as "set" takes it: "on", "unlimited", "json". */
void pf_setting_append_value(struct pf_text *text, const struct pf_setting *setting);

/* Appends what "show" prints: "Whether to confirm potentially dangerous operations is on.". */
struct pf_error *pf_setting_append_sentence(struct pf_session *session, struct pf_text *text,
					    const struct pf_setting *setting) PF_CHECKED;

#endif
