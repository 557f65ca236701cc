/* Buffered output that notices a full disk or a closed pipe, and can be captured. */
#ifndef PF_SHELL_OUTPUT_H
#define PF_SHELL_OUTPUT_H

#include "base/error.h"
#include "base/text.h"
#include "shell/logging.h"
#include "shell/pager.h"
#include "shell/style.h"

#include <stdio.h>

/* Append to text; call pf_output_spill() now and then, and pf_output_flush() at the end. */
struct pf_output {
	struct pf_text text;
	FILE *sink;	   /* borrowed */
	bool at_terminal;  /* the sink is a terminal with a person before it */
	unsigned captures; /* depth; nothing goes to the sink while it is not 0 */
	int error;	   /* errno of the first write that failed; later output is dropped */
	struct pf_pager pager;
	struct pf_styles styles;
	struct pf_logging logging;
};

/* Hands the text on once there is much of it. An error when there is no memory or no reader. */
struct pf_error *pf_output_spill(struct pf_output *output) PF_CHECKED;

/*
 * Hands all text on to the sink's own buffer, to keep order with others who write there. On a
 * terminal it may have to wait for a person: INTERRUPTED is that this one has read enough. While
 * a script holds a process, nobody is waited for: what would have to wait is kept for later calls.
 */
struct pf_error *pf_output_pass(struct pf_output *output) PF_CHECKED;

/* Writes everything out, but for what is kept so. */
struct pf_error *pf_output_flush(struct pf_output *output) PF_CHECKED;

/* Writes everything out: a command is done. No page waits for its reader while a hold is left. */
struct pf_error *pf_output_finish(struct pf_output *output) PF_CHECKED;

/* Frees the buffer, and ends the log; what was not flushed is lost. */
void pf_output_deinit(struct pf_output *output);

/* Until the end of the capture, output is collected. Captures nest. SAVED keeps what was there. */
void pf_output_begin_capture(struct pf_output *output, struct pf_text *saved);

/* *ret is what was collected, to deinit. */
void pf_output_end_capture(struct pf_output *output, struct pf_text *saved, struct pf_text *ret);

/* Whether what is appended now is for a terminal that shows styles. */
bool pf_output_is_styled(const struct pf_output *output);

/* Around an element of the text; they append nothing where styles are not shown. */
void pf_output_begin_style(struct pf_output *output, enum pf_style style);
void pf_output_end_style(struct pf_output *output, enum pf_style style);

/* STR, an element of that style, with what could harm a terminal escaped. */
void pf_output_append_styled(struct pf_output *output, enum pf_style style, const char *str);

enum { PF_USUAL_COLUMNS = 120 };

/* How wide the terminal is that the output goes to; OTHERWISE when it goes elsewhere. */
size_t pf_output_columns(const struct pf_output *output, size_t otherwise);

/* STR with what could harm a terminal escaped; quick for plain ASCII. */
void pf_output_append_printable(struct pf_text *text, const char *str);

/* STR as a JSON string; quick for plain ASCII. NULL becomes null. */
void pf_output_append_json(struct pf_text *text, const char *str);

/* VALUE in decimal. */
void pf_output_append_number(struct pf_text *text, int64_t value);

#endif
