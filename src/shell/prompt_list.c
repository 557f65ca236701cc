/* How readline lists pids: each with the command line of its process. */
#include "shell/prompt_list.h"

#include "base/cleanup.h"
#include "shell/print.h"

#include <readline/readline.h>
#include <stdlib.h>

enum { MANY = 50 }; /* more of them are listed as readline does */

static void append_pid(struct pf_text *text, const char *pid, int longest, size_t columns)
{
	struct pf_command_line *line = NULL;
	struct pf_error *err = pf_command_line_read(atoi(pid), &line);
	pf_text_printf(text, "%*s  ", longest, pid);
	if (!err)
		pf_print_words(text, line, columns - (size_t)longest - 2);
	pf_text_append_str(text, "\n");
	pf_command_line_destroy(err ? NULL : line);
	pf_error_destroy(err);
}

void pf_prompt_list_pids(char **matches, int count, int longest)
{
	if (count > MANY) {
		rl_display_match_list(matches, count, longest);
		rl_forced_update_display();
		return;
	}
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	int rows, columns;
	rl_get_screen_size(&rows, &columns);
	for (int i = 1; i <= count; i++)
		append_pid(&text, matches[i], longest,
			   (size_t)(columns > longest + 2 ? columns : longest + 2));
	rl_crlf();
	fputs(pf_text_str(&text), rl_outstream);
	rl_forced_update_display();
}
