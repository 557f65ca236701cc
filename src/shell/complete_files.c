/* Completion of pids and of file names. */
#include "base/cleanup.h"
#include "base/text.h"
#include "shell/complete.h"

#include <ctype.h>
#include <glob.h>
#include <limits.h>
#include <string.h>

static bool runs_python(const char *pid)
{
	char path[64], target[PATH_MAX];
	snprintf(path, sizeof(path), "/proc/%.20s/exe", pid);
	ssize_t size = readlink(path, target, sizeof(target) - 1);
	if (size < 0)
		return false;
	target[size] = '\0';
	const char *slash = strrchr(target, '/');
	return strstr(slash ? slash : target, "python") != NULL;
}

struct pf_error *pf_complete_pids(struct pf_session *session, const struct pf_command *command,
				  const char *word, struct pf_names *ret)
{
	(void)command;
	(void)session;
	ret->pids = true;
	PF_AUTO_CLOSEDIR DIR *proc = opendir("/proc");
	for (struct dirent *entry; proc && (entry = readdir(proc));) {
		if (isdigit((unsigned char)entry->d_name[0]) && runs_python(entry->d_name))
			PF_TRY(pf_names_add_match(ret, entry->d_name, word));
	}
	return NULL;
}

static struct pf_error *add_files(const glob_t *found, struct pf_names *ret)
{
	for (size_t i = 0; i < found->gl_pathc; i++)
		PF_TRY(pf_names_add(ret, found->gl_pathv[i], strlen(found->gl_pathv[i])));
	return NULL;
}

/* WORD with what glob() takes for a pattern quoted, and a * behind it. */
static void append_pattern(struct pf_text *pattern, const char *word)
{
	for (; *word; word++) {
		if (strchr("*?[]\\", *word))
			pf_text_append(pattern, "\\", 1);
		pf_text_append(pattern, word, 1);
	}
	pf_text_append(pattern, "*", 1);
}

struct pf_error *pf_complete_files(struct pf_session *session, const struct pf_command *command,
				   const char *word, struct pf_names *ret)
{
	(void)command;
	(void)session;
	ret->files = true;
	PF_GUARD(pf_text_deinit) struct pf_text pattern = { 0 };
	append_pattern(&pattern, word);
	PF_TRY(pf_text_check(&pattern));
	PF_GUARD(globfree) glob_t found = { 0 };
	if (glob(pattern.bytes, GLOB_MARK, NULL, &found))
		return NULL; /* nothing begins so, or it cannot be read */
	return add_files(&found, ret);
}

struct pf_error *pf_complete_path(struct pf_session *session, const struct pf_command *command,
				  const char *word, struct pf_names *ret)
{
	(void)word;
	ret->raw = true;
	ret->from = (size_t)(ret->rest - ret->line);
	return pf_complete_files(session, command, ret->rest, ret);
}
