/* source: files of commands, or of Lua. */
#include "shell/cmd_source.h"

#include "base/cleanup.h"
#include "shell/commands.h"
#include "shell/complete.h"
#include "shell/execute.h"
#include "shell/hints.h"
#include "shell/lua_shell.h"

#include <errno.h>
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
	if (pf_error_code(err) == PF_INTERRUPTED)
		return err;
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	pf_hint_append_sentence(&text, err);
	struct pf_error *ret =
		pf_error_create(pf_error_code(err), "%s:%u: Error in sourced command file:\n%s",
				input->name, input->line, pf_text_str(&text));
	pf_error_destroy(err);
	return ret;
}

struct pf_error *pf_source(struct pf_session *session, const char *path)
{
	if (is_lua(path) && !access(path, R_OK))
		return pf_lua_run_file(session, path);
	PF_AUTO_FCLOSE FILE *file = fopen(path, "re");
	if (!file)
		return pf_error_system(errno, "%s", path);
	struct pf_input input = { .read = pf_input_read_file, .file = file, .name = path };
	struct pf_error *err = pf_execute_input(session, &input);
	return err ? take_place(err, &input) : NULL;
}

static struct pf_error *run_source(struct pf_session *session, const struct pf_call *call)
{
	if (!call->words.list.count)
		return pf_error_create(PF_USAGE,
				       "source command requires file name of file to source.");
	return pf_source(session, call->words.list.items[0]);
}

const struct pf_command pf_cmd_source = {
	.name = "source",
	.group = "scripting",
	.usage = "FILE",
	.summary = "Run a file of commands, or of Lua when its name ends in \".lua\".",
	.help = "Lines that begin with # are comments.  The first failure ends it.",
	.max_args = 1,
	.composes = true,
	.complete = pf_complete_files,
	.run = run_source,
};
