/* Styles: what each element of the output looks like on a terminal. */
#include "shell/style.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NONE, BLACK, RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN, WHITE };
enum { NORMAL, BOLD, DIM };

static const char *const colours[] = { "none", "black",	  "red",  "green", "yellow",
				       "blue", "magenta", "cyan", "white", NULL };
static const char *const intensities[] = { "normal", "bold", "dim", NULL };

/* ORDER STYLE. Where GDB has the element, it looks as there. */
static const struct {
	const char *name;
	long foreground, intensity;
} elements[] = {
	[PF_STYLE_ADDRESS] = { "address", BLUE, NORMAL },
	[PF_STYLE_FILENAME] = { "filename", GREEN, NORMAL },
	[PF_STYLE_FUNCTION] = { "function", YELLOW, NORMAL },
	[PF_STYLE_HIGHLIGHT] = { "highlight", RED, NORMAL },
	[PF_STYLE_LINE_NUMBER] = { "line-number", CYAN, NORMAL },
	[PF_STYLE_METADATA] = { "metadata", NONE, DIM },
	[PF_STYLE_STATE] = { "state", BLUE, BOLD },
	[PF_STYLE_THREAD] = { "thread", MAGENTA, NORMAL },
	[PF_STYLE_TITLE] = { "title", NONE, BOLD },
	[PF_STYLE_VARIABLE] = { "variable", CYAN, NORMAL },
	[PF_STYLE_COUNT] = { NULL, NONE, NORMAL },
};

const char pf_style_end[] = "\x1b[m";

const char *pf_style_name(enum pf_style style)
{
	return elements[style].name;
}

enum pf_style pf_style_find(const char *name)
{
	int style = 0;
	while (style < PF_STYLE_COUNT && strcmp(elements[style].name, name) != 0)
		style++;
	return (enum pf_style)style;
}

const char *const *pf_style_choices(enum pf_style_part part)
{
	return part == PF_STYLE_INTENSITY ? intensities : colours;
}

long pf_style_first(enum pf_style style, enum pf_style_part part)
{
	switch (part) {
	case PF_STYLE_FOREGROUND:
		return elements[style].foreground;
	case PF_STYLE_INTENSITY:
		return elements[style].intensity;
	case PF_STYLE_BACKGROUND:
	case PF_STYLE_PARTS:
		break;
	}
	return NONE;
}

/* ECMA-48's "select graphic rendition": 30 and 40 are black, 1 is bold, 2 is faint. */
void pf_style_set(struct pf_styles *styles, enum pf_style style, enum pf_style_part part,
		  long value)
{
	long *parts = styles->parts[style];
	char *begin = styles->begin[style];
	size_t size = sizeof(styles->begin[style]), at = 0;
	parts[part] = value;
	*begin = '\0';
	if (parts[PF_STYLE_INTENSITY] != NORMAL)
		at += (size_t)snprintf(begin + at, size - at, ";%ld", parts[PF_STYLE_INTENSITY]);
	if (parts[PF_STYLE_FOREGROUND] != NONE)
		at += (size_t)snprintf(begin + at, size - at, ";%ld",
				       29 + parts[PF_STYLE_FOREGROUND]);
	if (parts[PF_STYLE_BACKGROUND] != NONE)
		at += (size_t)snprintf(begin + at, size - at, ";%ld",
				       39 + parts[PF_STYLE_BACKGROUND]);
	if (!at)
		return;
	memmove(begin + 2, begin + 1, at); /* with the NUL; the first ';' becomes "ESC [" */
	memcpy(begin, "\x1b[", 2);
	memcpy(begin + 1 + at, "m", 2);
}

bool pf_style_is_welcome(void)
{
	const char *term = getenv("TERM"), *refused = getenv("NO_COLOR");
	return term && *term && strcmp(term, "dumb") != 0 && !(refused && *refused);
}
