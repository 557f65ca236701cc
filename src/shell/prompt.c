/* Readline: one edited line from the terminal. */
#include "shell/prompt.h"

#include "shell/complete.h"
#include "shell/history.h"
#include "shell/interrupt.h"
#include "shell/prompt_list.h"

#include <errno.h>
#include <locale.h>
#include <poll.h>
#include <readline/readline.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

/* Readline knows one prompt per program, and calls back without saying for whom. */
static struct {
	struct pf_session *session;
	char *line;
	bool done;	       /* line is there, or NULL at the end */
	bool quit;	       /* "Quit" was said */
	struct pf_names names; /* what is being completed */
	size_t next_name;
} prompt_state;

static volatile sig_atomic_t terminated;

static void note_termination(int number)
{
	terminated = number;
}

static void take_line(char *line)
{
	prompt_state.line = line;
	prompt_state.done = true;
	rl_callback_handler_remove(); /* the terminal is a command's while it runs */
}

/* ------------------------------------------------------------------ completion */

static char *next_name(const char *word, int state)
{
	(void)word;
	if (!state)
		prompt_state.next_name = 0;
	if (prompt_state.next_name == prompt_state.names.list.count)
		return NULL;
	return strdup(prompt_state.names.list.items[prompt_state.next_name++]);
}

/* A folder is completed further, other words are followed by a blank. */
static void choose_ending(const struct pf_names *names)
{
	if (names->list.count != 1)
		return;
	const char *name = names->list.items[0];
	if (*name && name[strlen(name) - 1] == '/')
		rl_completion_append_character = '\0';
}

static char **complete(const char *word, int start, int end)
{
	(void)start;
	rl_attempted_completion_over = 1; /* no file names where none belong */
	pf_names_deinit(&prompt_state.names);
	char *line = strndup(rl_line_buffer, (size_t)end);
	if (!line)
		return NULL;
	struct pf_error *err = pf_complete_line(prompt_state.session, line, &prompt_state.names);
	pf_error_destroy(err);
	free(line);
	choose_ending(&prompt_state.names);
	rl_sort_completion_matches = 0; /* they are in order */
	rl_completion_display_matches_hook = prompt_state.names.pids ? pf_prompt_list_pids : NULL;
	return rl_completion_matches(word, next_name);
}

/* ------------------------------------------------------------------ reading */

void pf_prompt_open(struct pf_session *session)
{
	setlocale(LC_CTYPE, ""); /* what a letter is, for editing; messages stay as they are */
	prompt_state.session = session;
	rl_readline_name = "pyflame-shell";
	rl_attempted_completion_function = complete;
	rl_basic_word_break_characters = " \t";
	rl_catch_signals = 0; /* Ctrl-C is ours */
	pf_history_load();
}

void pf_prompt_close(void)
{
	pf_history_save();
	pf_names_deinit(&prompt_state.names);
	if (terminated)
		raise(terminated);
}

/*
 * Ctrl-C: the line is dropped, but stays to be seen. Letting the terminal go moves the cursor to
 * the left, so that comes last.
 */
static struct pf_error *drop_line(void)
{
	rl_point = rl_end;
	rl_redisplay();
	rl_echo_signal_char(SIGINT);
	fputs("Quit\n", rl_outstream);
	prompt_state.quit = true;
	fflush(rl_outstream);
	rl_free_line_state();
	rl_callback_sigcleanup();
	rl_callback_handler_remove();
	return &pf_error_interrupted;
}

static void wait_for_end(struct sigaction *hangup, struct sigaction *terminate)
{
	struct sigaction action = { .sa_handler = note_termination };
	sigemptyset(&action.sa_mask);
	sigaction(SIGHUP, &action, hangup);
	sigaction(SIGTERM, &action, terminate);
}

/* Feeds readline until there is a line. Signals that must not be missed are let in by ppoll. */
static struct pf_error *feed(const sigset_t *unblocked)
{
	struct pollfd terminal = { .fd = STDIN_FILENO, .events = POLLIN };
	while (!prompt_state.done) {
		int ready = ppoll(&terminal, 1, NULL, unblocked);
		if (pf_interrupt_pending())
			return drop_line();
		if (terminated || (ready < 0 && errno != EINTR))
			take_line(NULL);
		else if (ready > 0)
			rl_callback_read_char();
	}
	return NULL;
}

static struct pf_error *read_blocked(const char *prompt, const sigset_t *unblocked)
{
	prompt_state.done = false;
	prompt_state.line = NULL;
	rl_callback_handler_install(prompt, take_line);
	return feed(unblocked);
}

static struct pf_error *read_line(const char *prompt, char **ret)
{
	struct sigaction hangup, terminate;
	sigset_t blocked, before;
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGINT);
	sigaddset(&blocked, SIGHUP);
	sigaddset(&blocked, SIGTERM);
	sigprocmask(SIG_BLOCK, &blocked, &before);
	wait_for_end(&hangup, &terminate);
	struct pf_error *err = read_blocked(prompt, &before);
	sigaction(SIGHUP, &hangup, NULL);
	sigaction(SIGTERM, &terminate, NULL);
	sigprocmask(SIG_SETMASK, &before, NULL);
	if (!err)
		*ret = prompt_state.line;
	return err;
}

struct pf_error *pf_prompt_ask(struct pf_input *input, const char *question, char **ret)
{
	(void)input;
	return read_line(question, ret);
}

struct pf_error *pf_prompt_read(struct pf_input *input, const char *prompt, char **ret)
{
	(void)input;
	PF_TRY(read_line(prompt, ret));
	if (!*ret)
		fputs(input->inner ? "\n" : "quit\n", stdout);
	else if (**ret)
		pf_history_add(*ret);
	return NULL;
}

bool pf_prompt_has_quit(void)
{
	bool quit = prompt_state.quit;
	prompt_state.quit = false;
	return quit;
}
