/* Buffered output that notices a full disk or a closed pipe, and can be captured. */
#include "shell/output.h"

#include "script/attachment.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>

enum { SPILL_SIZE = 64 * 1024, PIECE_SIZE = 1024, MOST_KEPT = 64 * 1024 * 1024 };

static struct pf_error *error_of(const struct pf_output *output)
{
	return output->error ? pf_error_system(output->error, "cannot write the output") : NULL;
}

static void note_failure(struct pf_output *output)
{
	if (!output->error)
		output->error = errno ? errno : EIO;
}

static void write_piece(struct pf_output *output, const char *bytes, size_t size)
{
	errno = 0;
	if (fwrite(bytes, 1, size, output->sink) != size)
		note_failure(output);
}

/* Whether the sink takes a piece without keeping us waiting, as it could with Ctrl-S. */
static bool takes_piece(const struct pf_output *output)
{
	struct pollfd sink = { .fd = fileno(output->sink), .events = POLLOUT };
	for (int i = 0; i < 2; i++) {
		if (sink.fd >= 0 && !poll(&sink, 1, 0))
			return false;
		fflush(output->sink); /* at most a piece; then there must be room for another */
	}
	return true;
}

/* How much of the text from AT on can be written now; 0: nothing. */
static size_t piece_from(struct pf_output *output, size_t at, bool patient)
{
	size_t size = output->text.size - at;
	if (!patient && !takes_piece(output))
		return 0;
	if (!patient && size > PIECE_SIZE)
		size = PIECE_SIZE;
	return pf_pager_is_on(&output->pager)
		       ? pf_pager_fit(&output->pager, output->text.bytes + at, size)
		       : size;
}

/* Writes to the sink; *done_ret is how much was, or need not be any more. */
static struct pf_error *write_text(struct pf_output *output, bool patient, size_t *done_ret)
{
	const struct pf_text *text = &output->text;
	struct pf_error *err = output->pager.quit ? &pf_error_interrupted : NULL;
	size_t at = 0;
	while (at < text->size && !err && !output->error) {
		size_t size = piece_from(output, at, patient);
		if (!size && !patient)
			break;
		if (!size)
			err = pf_pager_ask(&output->pager, output->sink);
		write_piece(output, text->bytes + at, size);
		at += size;
	}
	*done_ret = err || output->error ? text->size : at;
	return err;
}

static void drop_front(struct pf_text *text, size_t size)
{
	if (!size)
		return;
	memmove(text->bytes, text->bytes + size, text->size - size + 1); /* with the NUL */
	text->size -= size;
}

static struct pf_error *pass(struct pf_output *output, bool patient)
{
	struct pf_text *text = &output->text;
	if (output->captures)
		return pf_text_check(text);
	struct pf_error *err = pf_text_check(text);
	size_t done = text->size;
	if (!err && !output->logging.redirect)
		err = write_text(output, patient, &done);
	if (!output->pager.quit) {
		struct pf_error *unlogged =
			pf_logging_write(&output->logging, pf_text_str(text), done);
		err = err ? pf_error_destroy(unlogged), err : unlogged;
	}
	drop_front(text, done);
	if (!text->size)
		pf_text_clear(text);
	if (!err && text->size > MOST_KEPT)
		err = pf_error_create(PF_USAGE,
				      "Too much output while a process is stopped for it.");
	return err ? err : error_of(output);
}

/* While a script holds a process, nobody is waited for. */
struct pf_error *pf_output_pass(struct pf_output *output)
{
	return pass(output, !pf_attachment_hold_count());
}

struct pf_error *pf_output_spill(struct pf_output *output)
{
	return output->text.size >= SPILL_SIZE ? pf_output_pass(output) : NULL;
}

static struct pf_error *flush(struct pf_output *output)
{
	errno = 0;
	if (!output->captures && fflush(output->sink))
		note_failure(output);
	return error_of(output);
}

struct pf_error *pf_output_flush(struct pf_output *output)
{
	PF_TRY(pf_output_pass(output));
	return pf_attachment_hold_count() ? NULL : flush(output);
}

struct pf_error *pf_output_finish(struct pf_output *output)
{
	if (pf_attachment_hold_count())
		output->pager.unpaged = true;
	struct pf_error *err = pass(output, true);
	output->pager.quit = false; /* what follows is another command's */
	output->pager.unpaged = false;
	return err ? err : flush(output);
}

void pf_output_deinit(struct pf_output *output)
{
	pf_text_deinit(&output->text);
	pf_logging_close(&output->logging);
}

void pf_output_begin_capture(struct pf_output *output, struct pf_text *saved)
{
	*saved = output->text;
	output->text = (struct pf_text){ 0 };
	output->captures++;
}

void pf_output_end_capture(struct pf_output *output, struct pf_text *saved, struct pf_text *ret)
{
	*ret = output->text;
	output->text = *saved;
	output->captures--;
}

bool pf_output_is_styled(const struct pf_output *output)
{
	return output->styles.possible && output->styles.wanted && !output->captures &&
	       !output->logging.redirect;
}

void pf_output_begin_style(struct pf_output *output, enum pf_style style)
{
	if (pf_output_is_styled(output))
		pf_text_append_str(&output->text, output->styles.begin[style]);
}

void pf_output_end_style(struct pf_output *output, enum pf_style style)
{
	if (pf_output_is_styled(output) && *output->styles.begin[style])
		pf_text_append_str(&output->text, pf_style_end);
}

void pf_output_append_styled(struct pf_output *output, enum pf_style style, const char *str)
{
	if (!*str)
		return;
	pf_output_begin_style(output, style);
	pf_output_append_printable(&output->text, str);
	pf_output_end_style(output, style);
}

size_t pf_output_columns(const struct pf_output *output, size_t otherwise)
{
	const struct pf_pager *pager = &output->pager;
	struct winsize size;
	if (output->captures || output->logging.redirect ||
	    ioctl(fileno(output->sink), TIOCGWINSZ, &size))
		return otherwise;
	if (pager->rows == size.ws_row && pager->columns == size.ws_col)
		return pager->width ? (size_t)pager->width : otherwise;
	return size.ws_col ? size.ws_col : otherwise;
}

/* Whether every byte of STR is printable ASCII other than '"' and '\'. */
static bool is_plain(const char *str, size_t *size_ret)
{
	const char *c = str;
	while (*c >= ' ' && *c <= '~' && *c != '"' && *c != '\\')
		c++;
	*size_ret = (size_t)(c - str);
	return !*c;
}

void pf_output_append_printable(struct pf_text *text, const char *str)
{
	size_t size;
	if (is_plain(str, &size))
		pf_text_append(text, str, size);
	else
		pf_text_append_printable(text, str);
}

void pf_output_append_json(struct pf_text *text, const char *str)
{
	size_t size;
	if (!str || !is_plain(str, &size)) {
		pf_text_append_json(text, str);
		return;
	}
	pf_text_append(text, "\"", 1);
	pf_text_append(text, str, size);
	pf_text_append(text, "\"", 1);
}

void pf_output_append_number(struct pf_text *text, int64_t value)
{
	char digits[24];
	char *at = digits + sizeof(digits);
	uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
	do
		*--at = (char)('0' + rest % 10);
	while (rest /= 10);
	if (value < 0)
		*--at = '-';
	pf_text_append(text, at, (size_t)(digits + sizeof(digits) - at));
}
