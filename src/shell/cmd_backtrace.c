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

static bool is_full(const char *word)
{
	return !strcmp(word, "full") || !strcmp(word, "-full");
}

/* [full] [N], in any order, as GDB takes them. */
static struct pf_error *parse(const struct pf_call *call, long *ret, bool *full_ret)
{
	const char *word = NULL;
	*ret = LONG_MAX;
	*full_ret = false;
	for (size_t i = 0; i < call->words.list.count; i++) {
		if (is_full(call->words.list.items[i]))
			*full_ret = true;
		else
			word = call->words.list.items[i];
	}
	if (!word)
		return NULL;
	if (!pf_words_number(word, ret) || !*ret || *ret == LONG_MIN)
		return refuse_count(call, word);
	return NULL;
}

/* Formats, options and filters are for Lua; all else is printed faster here. */
static bool is_for_lua(struct pf_session *session, const struct pf_call *call, const char *format)
{
	const struct pf_words *words = &call->words;
	bool has_option = false, full = false;
	for (size_t i = 0; i < words->list.count; i++) {
		const char *word = words->list.items[i];
		full = full || is_full(word);
		has_option = has_option || (word[0] == '-' && word[1] >= 'a' && !is_full(word));
	}
	if (full && !has_option)
		return words->list.count > 2; /* filters and formats know nothing of variables */
	return has_option || words->list.count > 1 || *format ||
	       pf_lua_stacks_are_filtered(session);
}

/* The selected thread again, with its variables. */
static struct pf_error *take_full(struct pf_session *session, const struct pf_thread **thread)
{
	const struct pf_dump *dump;
	PF_TRY(pf_session_full_dump(session, (*thread)->at, &dump));
	return pf_inferior_thread(pf_session_inferior(session), thread);
}

static struct pf_error *run_backtrace(struct pf_session *session, const struct pf_call *call)
{
	const char *format = pf_settings_text(&session->settings, "format");
	if (is_for_lua(session, call, format))
		return pf_lua_stacks_backtrace(session, &call->words, format);
	long want;
	bool full;
	PF_TRY(parse(call, &want, &full));
	const struct pf_thread *thread;
	PF_TRY(pf_session_thread(session, &thread));
	if (full)
		PF_TRY(take_full(session, &thread));
	size_t first, limit;
	range_of(want, thread->frame_count, &first, &limit);
	struct pf_printer printer = pf_session_printer(session);
	printer.values = full ? pf_session_inferior(session)->dump : NULL;
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
	.usage =
		"[full] [N | -N] [-format NAME] [-no-filters] [-hide]", /* as in lua/lib/stacks.lua */
	.summary = "Print the Python stack of the selected thread.",
	.help = "The newest frame, number 0, comes first.  With N only the N newest frames are\n"
		"printed, with -N only the N oldest.  The thread is stopped for some microseconds,\n"
		"and runs on before anything is printed.\n"
		"full          the values of arguments and variables, too (\"set print elements\" …).\n"
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
