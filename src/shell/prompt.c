/* Readline: one edited line from the terminal. */
#include "shell/prompt.h"

#include "base/cleanup.h"
#include "shell/builtin_settings.h"
#include "shell/history.h"
#include "shell/interrupt.h"
#include "shell/prompt_complete.h"
#include "shell/prompt_signals.h"

#include <errno.h>
#include <locale.h>
#include <poll.h>
#include <readline/history.h>
#include <readline/readline.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* Readline knows one prompt per program, and calls back without saying for whom. */
static struct {
	struct pf_session *session;
	char *line;
	bool done;	      /* line is there, or NULL at the end */
	bool quit;	      /* "Quit" was said */
	const sigset_t *mask; /* what to let in while waiting */
	unsigned ends;	      /* how often readline was told so */
	char *rest;	      /* lines that were pasted with the last one; NULL: none */
	unsigned interrupts;  /* when they were: Ctrl-C drops them */
} prompt_state;

static void take_line(char *line)
{
	prompt_state.line = line;
	prompt_state.done = true;
	rl_callback_handler_remove(); /* the terminal is a command's while it runs */
}

/* As readline does, but a read never waits: Ctrl-C may take away what was there to be read. */
static void prepare_terminal(int meta)
{
	struct termios modes;
	rl_prep_terminal(meta);
	if (tcgetattr(STDIN_FILENO, &modes))
		return;
	modes.c_cc[VMIN] = 0;
	modes.c_cc[VTIME] = 0;
	tcsetattr(STDIN_FILENO, TCSADRAIN, &modes);
}

/*
 * For readline, which has signals blocked: the next byte. After a signal that ends the line a NUL,
 * which does nothing, and then the end, for whoever goes on reading.
 */
static int next_byte(FILE *stream)
{
	struct pollfd terminal = { .fd = fileno(stream), .events = POLLIN };
	unsigned char byte;
	while (!pf_interrupt_pending() && !pf_prompt_signals_end_asked()) {
		int ready = ppoll(&terminal, 1, NULL, prompt_state.mask);
		if (ready < 0 && errno != EINTR)
			return EOF;
		if (ready <= 0)
			continue;
		if (read(terminal.fd, &byte, 1) == 1)
			return byte;
		if (terminal.revents & (POLLHUP | POLLERR | POLLNVAL))
			return EOF;
	}
	return prompt_state.ends++ ? EOF : 0;
}

void pf_prompt_open(struct pf_session *session)
{
	setlocale(LC_CTYPE, ""); /* what a letter is, for editing; messages stay as they are */
	prompt_state.session = session;
	rl_readline_name = "pyflame-shell";
	rl_catch_signals = 0; /* Ctrl-C is ours */
	rl_catch_sigwinch = 0;
	rl_getc_function = next_byte;
	rl_prep_term_function = prepare_terminal;
	pf_prompt_complete_open(session);
	session->output.pager.at_prompt = session->output.at_terminal;
	pf_history_load(session);
}

void pf_prompt_close(void)
{
	struct pf_session *session = prompt_state.session;
	session->output.pager.at_prompt = false;
	pf_history_save(session);
	pf_prompt_complete_close();
	free(prompt_state.rest);
	prompt_state.rest = NULL;
	if (pf_prompt_signals_end_asked())
		raise(pf_prompt_signals_end_asked());
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

/* Feeds readline until there is a line. Signals that must not be missed are let in by ppoll. */
static struct pf_error *feed(const struct pf_prompt_signals *before)
{
	struct pollfd terminal = { .fd = STDIN_FILENO, .events = POLLIN };
	const struct timespec watch = { .tv_nsec = 200000000 }; /* over what is kept still */
	while (!prompt_state.done) {
		if (pf_interrupt_pending())
			return drop_line();
		if (pf_prompt_signals_end_asked()) {
			take_line(NULL);
			break;
		}
		int ready = ppoll(&terminal, 1, pf_attachment_kept_count() ? &watch : NULL,
				  &before->mask);
		int error = errno;
		if (pf_interrupt_pending())
			continue;
		if (!ready)
			pf_session_release_ended(prompt_state.session);
		if (pf_prompt_signals_handle(before)) {
			rl_resize_terminal();
			pf_page_settings_refresh(prompt_state.session);
		}
		if (ready < 0 && error != EINTR)
			take_line(NULL);
		else if (ready > 0)
			rl_callback_read_char();
	}
	if (!pf_interrupt_pending())
		return NULL;
	free(prompt_state.line); /* Ctrl-C in the middle of keys or of a paste */
	prompt_state.line = NULL;
	fputs("Quit\n", rl_outstream);
	prompt_state.quit = true;
	return &pf_error_interrupted;
}

static struct pf_error *read_blocked(const char *prompt, const struct pf_prompt_signals *before)
{
	prompt_state.done = false;
	prompt_state.line = NULL;
	prompt_state.mask = &before->mask;
	prompt_state.ends = 0;
	pf_page_settings_refresh(prompt_state.session);
	rl_callback_handler_install(prompt, take_line);
	rl_reset_screen_size(); /* it may have changed while nobody looked */
	struct pf_error *err = feed(before);
	pf_page_settings_refresh(prompt_state.session);
	return err;
}

/* The line is then in prompt_state. */
static struct pf_error *read_line(const char *prompt)
{
	struct pf_prompt_signals before;
	pf_pager_begin(&prompt_state.session->output.pager);
	pf_prompt_signals_begin(&before);
	struct pf_error *err = read_blocked(prompt, &before);
	pf_prompt_signals_end(&before);
	return err;
}

struct pf_error *pf_prompt_ask(struct pf_input *input, const char *question, char **ret)
{
	(void)input;
	PF_TRY(read_line(question));
	*ret = prompt_state.line;
	return NULL;
}

/* Keeps all lines but the first for later: a terminal may paste several as one. */
static void keep_rest(char *line)
{
	char *end = strpbrk(line, "\r\n");
	if (!end)
		return;
	free(prompt_state.rest);
	prompt_state.rest = end[1] ? strdup(end + 1) : NULL;
	prompt_state.interrupts = pf_interrupt_count();
	*end = '\0';
}

static void drop_rest(void)
{
	free(prompt_state.rest);
	prompt_state.rest = NULL;
}

/* A line that was pasted with the one before; shown as if it was typed. */
static void take_rest(const char *prompt)
{
	pf_pager_begin(&prompt_state.session->output.pager);
	prompt_state.line = prompt_state.rest;
	prompt_state.rest = NULL;
	keep_rest(prompt_state.line);
	printf("%s%s\n", prompt, prompt_state.line);
}

/*
 * "!!" becomes the line before, when the user wants that; it is shown, as csh does. INTERRUPTED
 * when there is nothing to run: no such line, or ":p", which asks only to see it.
 */
static struct pf_error *expand(char **line)
{
	if (!pf_settings_number(&prompt_state.session->settings, "history expansion"))
		return NULL;
	PF_AUTO_FREE char *expanded = NULL;
	int result = history_expand(*line, &expanded);
	if (result)
		fprintf(result < 0 ? stderr : stdout, "%s\n", expanded);
	if (result < 0)
		return &pf_error_interrupted;
	free(*line);
	*line = pf_take(expanded);
	if (result < 2)
		return NULL;
	pf_history_add(prompt_state.session, *line);
	return &pf_error_interrupted;
}

static struct pf_error *take(char **ret)
{
	PF_AUTO_FREE char *line = prompt_state.line;
	prompt_state.line = NULL;
	if (line) {
		keep_rest(line);
		PF_TRY(expand(&line));
	}
	if (line && *line)
		pf_history_add(prompt_state.session, line);
	*ret = pf_take(line);
	return NULL;
}

struct pf_error *pf_prompt_read(struct pf_input *input, const char *prompt, char **ret)
{
	const struct pf_settings *settings = &prompt_state.session->settings;
	pf_prompt_complete_lua(!strncmp(prompt, "lua", 3) &&
			       strcmp(prompt, pf_settings_text(settings, "prompt")) != 0);
	if (prompt_state.interrupts != pf_interrupt_count())
		drop_rest();
	if (prompt_state.rest)
		take_rest(prompt);
	else
		PF_TRY(read_line(prompt));
	if (!prompt_state.line)
		fputs(input->inner ? "\n" : "quit\n", stdout);
	return take(ret);
}

bool pf_prompt_has_quit(void)
{
	bool quit = prompt_state.quit;
	prompt_state.quit = false;
	return quit;
}
