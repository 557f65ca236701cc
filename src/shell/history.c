/* The history of the prompt, kept in a file between sessions. */
#include "shell/history.h"

#include "base/cleanup.h"
#include "script/folders.h"

#include <readline/history.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { MAX_ENTRIES = 1000 };

static void append_path(struct pf_text *path)
{
	pf_folder_state(path);
	if (path->size)
		pf_text_append_str(path, "/history");
}

void pf_history_load(void)
{
	PF_GUARD(pf_text_deinit) struct pf_text path = { 0 };
	append_path(&path);
	using_history();
	stifle_history(MAX_ENTRIES);
	if (path.size)
		read_history(path.bytes);
}

static void drop_same(const char *line)
{
	for (int i = history_length; i-- > 0;) {
		HIST_ENTRY *entry = history_get(history_base + i);
		if (entry && !strcmp(entry->line, line)) {
			free_history_entry(remove_history(i));
			return;
		}
	}
}

void pf_history_add(const char *line)
{
	drop_same(line);
	add_history(line);
}

/* Makes the folders that lead to PATH, for the user only. */
static void make_folders(char *path)
{
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(path, 0700); /* one that exists is fine; others show when the file is made */
		*slash = '/';
	}
}

void pf_history_save(void)
{
	PF_GUARD(pf_text_deinit) struct pf_text path = { 0 };
	append_path(&path);
	if (!path.size || path.failed)
		return;
	mode_t before = umask(077);
	make_folders(path.bytes);
	write_history(path.bytes); /* without it, a session is only less comfortable */
	umask(before);
	chmod(path.bytes, 0600);
}

long pf_history_count(void)
{
	return history_length;
}

const char *pf_history_at(long number)
{
	if (number < 1 || number > history_length)
		return NULL;
	HIST_ENTRY *entry = history_get(history_base + (int)number - 1);
	return entry ? entry->line : NULL;
}
