/* Words that GDB's users type and that are no commands here: what is said instead. */
#ifndef PF_SHELL_ELSEWHERE_H
#define PF_SHELL_ELSEWHERE_H

#include <stddef.h>

/*
 * Why there is no command that the SIZE letters of WORD name, below ABOVE ("info"; "" for none):
 * the end of a sentence that begins with the word. NULL when nothing special is known of it.
 */
const char *pf_elsewhere(const char *above, const char *word, size_t size);

#endif
