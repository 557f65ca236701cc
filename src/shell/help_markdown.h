/* doc/commands.md: all commands and settings as a page, from the table itself. */
#ifndef PF_SHELL_HELP_MARKDOWN_H
#define PF_SHELL_HELP_MARKDOWN_H

struct pf_session;

/* Appends the page to the session's output. */
void pf_help_append_markdown(struct pf_session *session);

#endif
