/* source: files of commands, or of Lua. */
#include "shell/cmd_source.h"

#include "base/cleanup.h"
#include "script/folders.h"
#include "shell/commands.h"
#include "shell/complete.h"
#include "shell/execute.h"
#include "shell/hints.h"
#include "shell/lua_shell.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool is_lua(const char *path)
{
	size_t size = strlen(path);
	return size > 4 && !strcmp(path + size - 4, ".lua");
}

/* Says where it happened, as GDB does. An interruption is nobody's mistake. */
static struct pf_error *take_place(struct pf_error *err, const struct pf_input *input)
{
	if (pf_error_code(err) == PF_INTERRUPTED || !input->line)
		return err;
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	pf_hint_append_sentence(&text, err);
	struct pf_error *ret =
		pf_error_create(pf_error_code(err), "%s:%u: Error in sourced command file:\n%s",
				input->name, input->line, pf_text_str(&text));
	pf_error_destroy(err);
	return ret;
}

/* A file whose lines are shown as they are read. */
struct shown_input {
	struct pf_input input; /* first */
	struct pf_output *output;
};

static struct pf_error *read_shown(struct pf_input *input, const char *prompt, char **ret)
{
	struct pf_output *output = ((struct shown_input *)input)->output;
	PF_TRY(pf_input_read_file(input, prompt, ret));
	if (*ret) {
		pf_text_append_str(&output->text, "+");
		pf_output_append_printable(&output->text, *ret);
		pf_text_append_str(&output->text, "\n");
	}
	return NULL;
}

static struct pf_error *source(struct pf_session *session, const char *path, bool verbose)
{
	if (is_lua(path) && !access(path, R_OK))
		return pf_lua_run_file(session, path);
	PF_AUTO_FCLOSE FILE *file = fopen(path, "re");
	if (!file)
		return pf_error_system(errno, "%s", path);
	struct shown_input shown = { .output = &session->output };
	shown.input.read = verbose ? read_shown : pf_input_read_file;
	shown.input.file = file;
	shown.input.name = path;
	struct pf_error *err = pf_execute_input(session, &shown.input);
	return err ? take_place(err, &shown.input) : NULL;
}

struct pf_error *pf_source(struct pf_session *session, const char *path)
{
	return source(session, path, false);
}

struct pf_error *pf_source_setting(struct pf_session *session, const char *name)
{
	PF_GUARD(pf_text_deinit) struct pf_text path = { 0 };
	pf_folder_config(&path);
	if (!path.size || session->no_user_files)
		return pf_text_check(&path);
	pf_text_printf(&path, "/%s", name);
	PF_TRY(pf_text_check(&path));
	return access(path.bytes, F_OK) ? NULL : pf_source(session, path.bytes);
}

/* "~/x" is in the user's home. */
static struct pf_error *source_home(struct pf_session *session, const char *path, bool verbose)
{
	const char *home = getenv("HOME");
	if (strncmp(path, "~/", 2) || !home)
		return source(session, path, verbose);
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	pf_text_printf(&text, "%s%s", home, path + 1);
	PF_TRY(pf_text_check(&text));
	return source(session, text.bytes, verbose);
}

static struct pf_error *run_source(struct pf_session *session, const struct pf_call *call)
{
	size_t count = call->words.list.count;
	char **words = call->words.list.items;
	bool verbose = count && !strcmp(words[0], "-v");
	if (count == verbose)
		return pf_error_create(PF_USAGE,
				       "source command requires file name of file to source.");
	if (count > 1u + verbose)
		return pf_error_create(PF_USAGE, "Too many arguments.  Usage: %s %s",
				       call->command->name, call->command->usage);
	return source_home(session, words[verbose], verbose);
}

const struct pf_command pf_cmd_source = {
	.name = "source",
	.group = "scripting",
	.usage = "[-v] FILE",
	.summary = "Run a file of commands, or of Lua when its name ends in \".lua\".",
	.help = "Lines that begin with # are comments.  The first failure ends it.  With \"-v\" each\n"
		"line is shown before it is run.",
	.max_args = 2,
	.composes = true,
	.complete = pf_complete_files,
	.run = run_source,
};
