/* Buffered output that notices a full disk or a closed pipe, and can be captured. */
#include "shell/output.h"

#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>

enum { SPILL_SIZE = 64 * 1024 };

static struct pf_error *error_of(const struct pf_output *output)
{
	return output->error ? pf_error_system(output->error, "cannot write the output") : NULL;
}

static void note_failure(struct pf_output *output)
{
	if (!output->error)
		output->error = errno ? errno : EIO;
}

struct pf_error *pf_output_pass(struct pf_output *output)
{
	struct pf_text *text = &output->text;
	if (output->captures)
		return pf_text_check(text);
	errno = 0;
	if (!output->error && text->size &&
	    fwrite(text->bytes, 1, text->size, output->sink) != text->size)
		note_failure(output);
	struct pf_error *err = pf_text_check(text);
	pf_text_clear(text);
	return err ? err : error_of(output);
}

struct pf_error *pf_output_spill(struct pf_output *output)
{
	return output->text.size >= SPILL_SIZE ? pf_output_pass(output) : NULL;
}

struct pf_error *pf_output_flush(struct pf_output *output)
{
	PF_TRY(pf_output_pass(output));
	errno = 0;
	if (!output->captures && fflush(output->sink))
		note_failure(output);
	return error_of(output);
}

void pf_output_deinit(struct pf_output *output)
{
	pf_text_deinit(&output->text);
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

size_t pf_output_columns(const struct pf_output *output, size_t otherwise)
{
	struct winsize size;
	if (output->captures || ioctl(fileno(output->sink), TIOCGWINSZ, &size) || !size.ws_col)
		return otherwise;
	return size.ws_col;
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
