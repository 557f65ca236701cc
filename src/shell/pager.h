/* The pager: output for a person waits at the end of each page. */
#ifndef PF_SHELL_PAGER_H
#define PF_SHELL_PAGER_H

#include "base/error.h"

#include <stdbool.h>
#include <stdio.h>

/* All zero never waits. */
struct pf_pager {
	bool at_prompt;	   /* somebody is there to answer, on standard input */
	bool pagination;   /* and wants pages, */
	long height;	   /* of so many lines, the last one for the question; 0: unlimited */
	long width;	   /* of so many characters; 0: lines are not folded */
	int rows, columns; /* of the terminal when it was last asked */
	bool unpaged;	   /* until the next prompt: the user said "c" */
	bool quit;	   /* ... or "q": the rest is dropped */
	bool styled;	   /* a style goes on */
	char escape;	   /* 0: none; ESC or '[': in an escape sequence */
	long row, column;  /* of the page, where output goes on */
};

/* Takes height and width from the terminal FD when its size has changed. */
void pf_pager_notice_size(struct pf_pager *pager, int fd);

/* A page begins: somebody has looked at the terminal. */
void pf_pager_begin(struct pf_pager *pager);

/* Whether output may have to wait. */
bool pf_pager_is_on(const struct pf_pager *pager);

/* How many of SIZE bytes are still on this page; the page is then behind them. */
size_t pf_pager_fit(struct pf_pager *pager, const char *bytes, size_t size);

/* Asks on SINK, and waits for the answer. INTERRUPTED when it is "q", and after Ctrl-C. */
struct pf_error *pf_pager_ask(struct pf_pager *pager, FILE *sink) PF_CHECKED;

#endif
