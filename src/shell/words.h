/* A command line cut into words, with quotes. */
#ifndef PF_SHELL_WORDS_H
#define PF_SHELL_WORDS_H

#include "base/array.h"

#include <stdbool.h>

/* Words and the line they were cut from. All zero is no words. */
struct pf_words {
	PF_ARRAY(char *) list; /* what is quoted is without its quotes */
	char *text;	       /* the whole text, without the blanks around it; NULL: nothing */
	char unclosed;	       /* the quote that is not closed; 0: none */
};

/*
 * Cuts TEXT at blanks. '...' and "..." keep blanks in a word, and \ keeps the character behind
 * it, outside '...'. A quote that is not closed reaches to the end.
 */
struct pf_error *pf_words_split(const char *text, struct pf_words *ret) PF_CHECKED;
void pf_words_deinit(struct pf_words *words);

/* The text, never NULL. */
const char *pf_words_text(const struct pf_words *words);

/* Where in TEXT, a text that starts with a word, the word after the first COUNT begins. */
const char *pf_words_skip(const char *text, size_t count);

/* The whole of WORD as a decimal number; false when it is none or does not fit. */
bool pf_words_number(const char *word, long *ret);

#endif
