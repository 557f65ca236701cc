/* Styles: what each element of the output looks like on a terminal. */
#ifndef PF_SHELL_STYLE_H
#define PF_SHELL_STYLE_H

#include <stdbool.h>

/* ORDER STYLE: their names and first looks are in style.c. */
enum pf_style {
	PF_STYLE_ADDRESS,
	PF_STYLE_FILENAME,
	PF_STYLE_FUNCTION,
	PF_STYLE_HIGHLIGHT, /* the current one, what was found */
	PF_STYLE_LINE_NUMBER,
	PF_STYLE_METADATA, /* what the shell says about its output, such as that it is cut */
	PF_STYLE_STATE,	   /* of a thread */
	PF_STYLE_THREAD,   /* its name */
	PF_STYLE_TITLE,
	PF_STYLE_VARIABLE,
	PF_STYLE_COUNT,
};

enum pf_style_part {
	PF_STYLE_FOREGROUND,
	PF_STYLE_BACKGROUND,
	PF_STYLE_INTENSITY,
	PF_STYLE_PARTS,
};

/* All zero: the terminal cannot show any, or there is none. */
struct pf_styles {
	bool possible; /* the output goes to a terminal that can show them */
	bool wanted;
	long parts[PF_STYLE_COUNT][PF_STYLE_PARTS]; /* indices of pf_style_choices() */
	char begin[PF_STYLE_COUNT][24];		    /* what switches each on; "": nothing */
};

/* What switches any style off. */
extern const char pf_style_end[];

/* "filename"; NULL behind the last one. */
const char *pf_style_name(enum pf_style style);

/* The element NAME; PF_STYLE_COUNT when there is none. */
enum pf_style pf_style_find(const char *name);

/* What a part can be, ended by NULL: colours or intensities. */
const char *const *pf_style_choices(enum pf_style_part part);

/* How the part PART of STYLE looks at first. */
long pf_style_first(enum pf_style style, enum pf_style_part part);

/* Makes the part look like choice VALUE. */
void pf_style_set(struct pf_styles *styles, enum pf_style style, enum pf_style_part part,
		  long value);

/* Whether the user's environment has nothing against styles: NO_COLOR, TERM=dumb. */
bool pf_style_is_welcome(void);

#endif
