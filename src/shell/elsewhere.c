/* Words that GDB's users type and that are no commands here: what is said instead. */
#include "shell/elsewhere.h"

#include <string.h>

static const char changes_nothing[] = "nothing is ever changed in the process";
static const char plants_nothing[] =
	"nothing is ever planted in the process; \"until CONDITION\" and \"catch stack PATTERN\" "
	"look at it again and again, and stop it where a thread's stack matches";
static const char steps_nowhere[] =
	"the process only runs or is stopped; \"until CONDITION\" stops it where a thread's stack "
	"matches, \"continue\" lets it run on";
static const char no_values[] =
	"nobody can tell who reads or writes a value; \"watch EXPR\" waits until it changes";
static const char no_signals[] =
	"no signal is sent to the process, or kept from it; \"stop\" and \"continue\" are there";
static const char only_stacks[] = "only stacks can be caught: \"catch stack PATTERN\"";
static const char no_variables[] =
	"\"info locals\", \"info args\" and \"info globals\" list variables, \"print\" and "
	"\"ptype\" tell of values";
static const char starts_by_run[] =
	"\"run PROGRAM ARG...\" starts a program and attaches to it, \"until\" and \"catch stack\" "
	"stop it somewhere";
static const char no_files[] =
	"\"attach PID\" and \"run PROGRAM ARG...\" know all they need, and core files cannot be read";
static const char no_windows[] = "\"list\" prints source lines, \"frame\" the line of a frame";
static const char other_lists[] =
	"\"info symbols\" lists those of ELF files, \"info modules\" what Python has imported";
static const char no_frames[] = "\"bt\" prints the frames with their source lines";
static const char no_python[] = "\"lua\" runs scripts, and \"shell\" programs";
static const char no_control[] = "loops and conditions are Lua's, \"lua\" takes a block";

static const struct {
	const char *above; /* one word, or "" */
	const char *words; /* with a blank before and behind each */
	const char *reason;
} table[] = {
	{ "", " kill call j jump return ", changes_nothing },
	{ "", " start starti ", starts_by_run },
	{ "",
	  " add-symbol-file core core-file exec-file file gcore generate-core-file load "
	  "symbol-file ",
	  no_files },
	{ "", " focus layout refresh tui winheight ", no_windows },
	{ "",
	  " b break br brea bre commands condition delete hbreak ignore rbreak "
	  "tbreak thbreak tcatch trace ",
	  plants_nothing },
	{ "",
	  " advance fin finish n next nexti ni reverse-continue reverse-next reverse-step s "
	  "si step stepi u ",
	  steps_nowhere },
	{ "", " awatch rwatch ", no_values },
	{ "", " handle interrupt signal ", no_signals },
	{ "catch",
	  " assert catch exception exec fork handlers load rethrow signal syscall throw unload "
	  "vfork ",
	  only_stacks },
	{ "", " explore py-bt-full ", no_variables },
	{ "", " disas disassemble select-frame ", no_frames },
	{ "", " make python python-interactive pi py ", no_python },
	{ "", " else end if loop_break loop_continue while ", no_control },
	{ "info", " all-registers r reg registers scope types variables vector ", no_variables },
	{ "info", " functions ", other_lists },
	{ "info", " signals ", no_signals },
	{ "set", " args cwd environment exec-wrapper ", starts_by_run },
	{ "show", " args cwd environment ", starts_by_run },
	{ "thread", " name ", changes_nothing },
	{ "info", " line stack ", no_frames },
	{ "info", " b br break breakpoint breakpoints watchpoints ", plants_nothing },
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
