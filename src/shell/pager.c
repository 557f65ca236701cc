/* The pager: output for a person waits at the end of each page. */
#include "shell/pager.h"

#include "base/text.h"
#include "shell/interrupt.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

enum { ESCAPE = 0x1b, TAB_WIDTH = 8 };

static const char question[] = "--Type <RET> for more, q to quit, c to continue without paging--";

void pf_pager_notice_size(struct pf_pager *pager, int fd)
{
	struct winsize size;
	if (ioctl(fd, TIOCGWINSZ, &size) ||
	    (size.ws_row == pager->rows && size.ws_col == pager->columns))
		return;
	pager->rows = size.ws_row;
	pager->columns = size.ws_col;
	pager->height = size.ws_row;
	pager->width = size.ws_col;
}

void pf_pager_begin(struct pf_pager *pager)
{
	pager->unpaged = false;
	pager->quit = false;
	pager->styled = false;
	pager->escape = 0;
	pager->row = 0;
	pager->column = 0;
}

bool pf_pager_is_on(const struct pf_pager *pager)
{
	return pager->at_prompt && pager->pagination && pager->height && !pager->unpaged;
}

/* ------------------------------------------------------------------ where output goes on */

/* A byte of an escape sequence. What goes to a place, or clears the screen, begins a page. */
static void step_escape(struct pf_pager *pager, char c)
{
	if (pager->escape == ESCAPE && c == '[') {
		pager->escape = '[';
		return;
	}
	if (pager->escape == '[' && (c < '@' || c > '~')) {
		pager->styled = c != '0'; /* the last digit: "0" or none ends a style */
		return;
	}
	if (pager->escape == '[' && (c == 'H' || c == 'J')) {
		pager->row = 0;
		pager->column = 0;
	}
	pager->escape = 0;
}

/* False when C does not fit any more. */
static bool step_columns(struct pf_pager *pager, long count, long page)
{
	if (pager->width && pager->column + count > pager->width) {
		pager->row++;
		pager->column = 0;
	}
	if (pager->row >= page)
		return false;
	pager->column += count;
	return true;
}

static void step_control(struct pf_pager *pager, char c)
{
	if (c == ESCAPE) {
		pager->escape = ESCAPE;
		pager->styled = false;
	} else if (c == '\n') {
		pager->row++;
		pager->column = 0;
	} else if (c == '\r') {
		pager->column = 0;
	} else if (c == '\b' && pager->column) {
		pager->column--;
	} else if (c == '\t') {
		pager->column += TAB_WIDTH - pager->column % TAB_WIDTH;
	}
}

/* How many bytes the next character takes; 0 when it is for the next page. */
static size_t step(struct pf_pager *pager, const char *bytes, size_t size, long page)
{
	if (pager->escape) {
		step_escape(pager, *bytes);
		return 1;
	}
	if (*bytes >= 0 && *bytes < ' ') {
		step_control(pager, *bytes);
		return 1;
	}
	if (*bytes > 0)
		return step_columns(pager, 1, page);
	uint32_t codepoint;
	size_t length = pf_utf8_decode(bytes, size, &codepoint);
	int count = length ? wcwidth((wchar_t)codepoint) : 1;
	return step_columns(pager, count < 0 ? 1 : count, page) ? (length ? length : 1) : 0;
}

size_t pf_pager_fit(struct pf_pager *pager, const char *bytes, size_t size)
{
	long page = pager->height > 1 ? pager->height - 1 : 1;
	size_t at = 0;
	while (at < size && pager->row < page) {
		size_t length = step(pager, bytes + at, size - at, page);
		if (!length)
			break;
		at += length;
	}
	return at;
}

/* ------------------------------------------------------------------ the question */

/* The next byte of standard input; '\n' at its end, and *ended_ret says so. */
static char read_byte(bool *ended_ret)
{
	char byte = '\n';
	ssize_t size;
	do
		size = read(STDIN_FILENO, &byte, 1);
	while (size < 0 && errno == EINTR && !pf_interrupt_pending());
	*ended_ret = size <= 0;
	return byte;
}

/* The first letter of the line that is typed; 'q' after Ctrl-C and at the end. */
static char read_answer(const sigset_t *unblocked)
{
	struct pollfd terminal = { .fd = STDIN_FILENO, .events = POLLIN };
	char answer = 0;
	bool ended = false;
	for (char byte = 0; byte != '\n';) {
		if (pf_interrupt_pending())
			return 'q';
		int ready = ppoll(&terminal, 1, NULL, unblocked);
		if (ready < 0 && errno != EINTR)
			return 'q';
		if (ready <= 0)
			continue;
		byte = read_byte(&ended);
		if (ended)
			return 'q';
		if (!answer && byte != ' ' && byte != '\t')
			answer = byte;
	}
	return answer;
}

static char ask(void)
{
	sigset_t blocked, before;
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGINT);
	pthread_sigmask(SIG_BLOCK, &blocked, &before);
	char answer = read_answer(&before);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return answer;
}

struct pf_error *pf_pager_ask(struct pf_pager *pager, FILE *sink)
{
	fprintf(sink, "%s%s%s", pager->styled ? "\x1b[m" : "", pager->column ? "\n" : "", question);
	fflush(sink);
	char answer = ask();
	if (pager->rows) /* a terminal with a size */
		pf_pager_notice_size(pager, fileno(sink));
	pager->row = 0;
	pager->column = 0;
	pager->unpaged = answer == 'c';
	pager->quit = answer == 'q';
	if (!pager->quit)
		return NULL;
	if (!pf_interrupt_pending())
		pf_interrupt_raise(); /* "q" ends a command as Ctrl-C does */
	return &pf_error_interrupted;
}
