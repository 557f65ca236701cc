/* backtrace: the Python stack of the selected thread. */
#include "shell/commands.h"
#include "shell/lua_stacks.h"
#include "shell/session.h"

#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* Which frames of COUNT an argument asks for: N the newest, -N the oldest. */
static void range_of(long want, size_t count, size_t *first_ret, size_t *limit_ret)
{
	size_t number = (size_t)labs(want);
	number = number < count ? number : count;
	*first_ret = want < 0 ? count - number : 0;
	*limit_ret = want < 0 ? count : number;
}

/* Whoever is used to "b FUNCTION" looks for a breakpoint. */
static struct pf_error *refuse_count(const struct pf_call *call, const char *word)
{
	return pf_error_create(PF_USAGE, "Invalid number of frames: %s.%s  Usage: %s %s", word,
			       isalpha((unsigned char)*word) || *word == '_'
				       ? "  \"catch stack PATTERN\" waits for a function."
				       : "",
			       call->command->name, call->command->usage);
}

static struct pf_error *parse(const struct pf_call *call, long *ret)
{
	*ret = LONG_MAX;
	if (!call->words.list.count)
		return NULL;
	const char *word = call->words.list.items[0];
	if (!strcmp(word, "full") || !strcmp(word, "-full"))
		return pf_error_create(PF_USAGE, "Variables cannot be shown.  Try \"bt\".");
	if (!pf_words_number(word, ret) || !*ret || *ret == LONG_MIN)
		return refuse_count(call, word);
	return NULL;
}

/* Formats, options and filters are for Lua; all else is printed faster here. */
static bool is_for_lua(struct pf_session *session, const struct pf_call *call, const char *format)
{
	const struct pf_words *words = &call->words;
	bool has_option = words->list.count && words->list.items[0][0] == '-' &&
			  words->list.items[0][1] >= 'a' &&
			  strcmp(words->list.items[0], "-full") != 0;
	return words->list.count > 1 || has_option || *format ||
	       pf_lua_stacks_are_filtered(session);
}

static struct pf_error *run_backtrace(struct pf_session *session, const struct pf_call *call)
{
	const char *format = pf_settings_text(&session->settings, "format");
	if (is_for_lua(session, call, format))
		return pf_lua_stacks_backtrace(session, &call->words, format);
	long want;
	PF_TRY(parse(call, &want));
	const struct pf_thread *thread;
	PF_TRY(pf_session_thread(session, &thread));
	size_t first, limit;
	range_of(want, thread->frame_count, &first, &limit);
	struct pf_printer printer = pf_session_printer(session);
	PF_TRY(pf_print_frames(&printer, thread, first, limit));
	if (limit < thread->frame_count)
		pf_text_append_str(&session->output.text, "(More stack frames follow...)\n");
	else
		pf_print_truncated(&session->output, thread);
	return NULL;
}

static struct pf_error *complete_backtrace(struct pf_session *session,
					   const struct pf_command *command, const char *word,
					   struct pf_names *ret)
{
	static const char *const options[] = { "-format", "-hide", "-no-filters" };
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		PF_TRY(pf_names_add_match(ret, options[i], word));
	return pf_lua_stacks_complete(session, command, word, ret);
}

const struct pf_command pf_cmd_backtrace = {
	.name = "backtrace",
	.aliases = "bt where b py-bt",
	.group = "stack",
	.usage = "[N | -N] [-format NAME] [-no-filters] [-hide]", /* as in lua/lib/stacks.lua */
	.summary = "Print the Python stack of the selected thread.",
	.help = "The newest frame, number 0, comes first.  With N only the N newest frames are\n"
		"printed, with -N only the N oldest.  The thread is stopped for some microseconds,\n"
		"and runs on before anything is printed.\n"
		"-format NAME  gdb (as usual), python (a traceback), json, folded, a template such as\n"
		"              \"%F:%l %n\", or a format of a script's; see \"set format\", too.\n"
		"-no-filters   without the frame filters of scripts (\"info frame-filter\").\n"
		"-hide         without the frames that filters have put below others.",
	.max_args = 5,
	.needs = PF_NEEDS_PROCESS,
	.repeat = PF_REPEAT_AGAIN,
	.complete = complete_backtrace,
	.run = run_backtrace,
};
