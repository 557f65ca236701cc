/* The history of the prompt, kept in a file between sessions. */
#include "shell/history.h"

#include "base/cleanup.h"
#include "script/folders.h"

#include <fcntl.h>
#include <limits.h>
#include <readline/history.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>

/* The lines of this session, the oldest first. Readline has one history per program. */
static PF_ARRAY(char *) added;

/* The file's path, where the links lead; false when it is none that a history may be kept in. */
static bool find_path(const struct pf_session *session, char path[PATH_MAX])
{
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	pf_folder_expand(&text, pf_settings_text(&session->settings, "history filename"));
	if (!text.size || text.failed || text.size >= PATH_MAX)
		return false;
	if (!realpath(text.bytes, path))
		memcpy(path, text.bytes, text.size + 1); /* not there yet */
	struct stat stat_of;
	return stat(path, &stat_of) || S_ISREG(stat_of.st_mode);
}

static void limit(const struct pf_session *session)
{
	long size = pf_settings_number(&session->settings, "history size");
	if (size)
		stifle_history((int)size);
	else
		unstifle_history();
}

void pf_history_load(struct pf_session *session)
{
	char path[PATH_MAX];
	using_history();
	limit(session);
	if (find_path(session, path))
		read_history(path);
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

static void add(const struct pf_session *session, const char *line)
{
	if (pf_settings_number(&session->settings, "history remove-duplicates"))
		drop_same(line);
	add_history(line);
}

void pf_history_add(struct pf_session *session, const char *line)
{
	char *copy = strdup(line);
	struct pf_error *err = copy ? pf_array_push(&added, copy) : &pf_error_no_memory;
	if (err)
		free(copy);
	pf_error_destroy(err);
	limit(session);
	add(session, line);
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

enum { LOCK_TRIES = 100, LOCK_REST_NS = 10000000 };

/* The folder of PATH, locked: sessions that end together wait for each other, but not for ever. */
static int lock_folder(const char *path)
{
	char *folder = strdup(path);
	char *slash = folder ? strrchr(folder, '/') : NULL;
	if (slash)
		slash[slash == folder] = '\0';
	int fd = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(folder);
	for (int i = 0; i < LOCK_TRIES && fd >= 0 && flock(fd, LOCK_EX | LOCK_NB); i++)
		nanosleep(&(struct timespec){ .tv_nsec = LOCK_REST_NS }, NULL);
	return fd;
}

static bool write_entries(int fd)
{
	FILE *file = fdopen(fd, "w");
	if (!file)
		return close(fd), false;
	for (int i = 0; i < history_length; i++) {
		HIST_ENTRY *entry = history_get(history_base + i);
		if (entry)
			fprintf(file, "%s\n", entry->line);
	}
	bool good = !ferror(file);
	return !fclose(file) && good;
}

/* Readers see the old file or the new one, and a full disk leaves the old one. */
static void replace(const char *path)
{
	PF_GUARD(pf_text_deinit) struct pf_text other = { 0 };
	pf_text_printf(&other, "%s-%d.tmp", path, (int)getpid());
	if (other.failed)
		return;
	unlink(other.bytes);
	int fd = open(other.bytes, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return; /* without it, a session is only less comfortable */
	if (!write_entries(fd) || rename(other.bytes, path))
		unlink(other.bytes);
}

static void merge(const struct pf_session *session, const char *path)
{
	clear_history();
	limit(session);
	read_history(path);
	for (size_t i = 0; i < added.count; i++)
		add(session, added.items[i]);
	replace(path);
}

static void forget_added(void)
{
	for (size_t i = 0; i < added.count; i++)
		free(added.items[i]);
	pf_array_deinit(&added);
	memset(&added, 0, sizeof(added));
}

void pf_history_save(struct pf_session *session)
{
	char path[PATH_MAX];
	if (pf_settings_number(&session->settings, "history save") && added.count &&
	    find_path(session, path)) {
		make_folders(path);
		int lock = lock_folder(path);
		merge(session, path);
		if (lock >= 0)
			close(lock);
	}
	forget_added();
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
