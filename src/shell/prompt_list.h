/* How readline lists pids: each with the command line of its process. */
#ifndef PF_SHELL_PROMPT_LIST_H
#define PF_SHELL_PROMPT_LIST_H

/* For rl_completion_display_matches_hook: matches[1] up to matches[COUNT] are pids. */
void pf_prompt_list_pids(char **matches, int count, int longest);

#endif
