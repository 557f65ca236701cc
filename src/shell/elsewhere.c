/* Words that GDB's users type and that are no commands here: what is said instead. */
#include "shell/elsewhere.h"

#include <string.h>

static const char runs_on[] = "the process runs on, and nothing in it is ever changed";
static const char no_variables[] = "only stacks can be looked at, not variables";
static const char no_frames[] = "\"bt\" prints the frames with their source lines";
static const char no_python[] = "\"lua\" runs scripts, and \"shell\" programs";
static const char no_control[] = "loops and conditions are Lua's, \"lua\" takes a block";

static const struct {
	const char *above; /* one word, or "" */
	const char *words; /* with a blank before and behind each */
	const char *reason;
} table[] = {
	{ "",
	  " advance awatch b break c call catch commands condition cont continue delete disable "
	  "enable finish handle hbreak ignore interrupt j jump kill n next nexti ni rbreak "
	  "record return reverse-continue reverse-next reverse-step rwatch s set signal si "
	  "start starti step stepi stop tbreak u undisplay until watch ",
	  runs_on },
	{ "", " disp display explore inspect output p print printf ptype whatis x ", no_variables },
	{ "", " disas disassemble select-frame ", no_frames },
	{ "", " make python python-interactive pi py ", no_python },
	{ "", " else end if loop_break loop_continue while ", no_control },
	{ "info", " args locals registers variables ", no_variables },
	{ "info", " line stack ", no_frames },
	{ "info", " b breakpoints display watchpoints ", runs_on },
};

/* Whether LIST has the SIZE letters of WORD between blanks. */
static int has_word(const char *list, const char *word, size_t size)
{
	for (const char *at = list; (at = strchr(at, ' ')); at++) {
		if (!strncmp(at + 1, word, size) && at[1 + size] == ' ')
			return 1;
	}
	return 0;
}

const char *pf_elsewhere(const char *above, const char *word, size_t size)
{
	for (size_t i = 0; size && i < sizeof(table) / sizeof(table[0]); i++) {
		if (!strcmp(table[i].above, above) && has_word(table[i].words, word, size))
			return table[i].reason;
	}
	return NULL;
}
