/* Lines of the target's source files, read through the target's own root. */
#include "shell/sources.h"

#include "base/hash.h"
#include "shell/source_file.h"

#include <stdlib.h>
#include <string.h>

/* A stack can name any number of files; beyond these bounds frames are shown without source. */
enum { MAX_FILES = 1024, MAX_BYTES = 4 * 1024 * 1024 };

/* 0 is no key of a map. */
static uint64_t hash_of(const char *name)
{
	return pf_hash_bytes(name, strlen(name)) | UINT64_C(1) << 63;
}

/* The file NAME, new ones added; NULL when there are too many. */
static struct pf_source_file *intern(struct pf_sources *sources, const char *name)
{
	uint64_t key = hash_of(name);
	uint64_t *known;
	for (; (known = pf_map_find(&sources->by_name, key)); key = (key + 1) | UINT64_C(1) << 63) {
		struct pf_source_file *file = sources->files.items[*known - 1];
		if (!strcmp(file->name, name))
			return file;
	}
	if (sources->files.count == MAX_FILES)
		return NULL;
	struct pf_source_file *file = pf_source_file_create(name);
	if (!file)
		return NULL;
	struct pf_error *err = pf_array_push(&sources->files, file);
	if (err) {
		pf_source_file_destroy(file);
		return NULL;
	}
	pf_error_destroy(pf_map_put(&sources->by_name, key, sources->files.count));
	return file;
}

static void make_room(struct pf_sources *sources)
{
	for (size_t i = 0; i < sources->files.count; i++)
		pf_source_file_unload(sources->files.items[i]);
	sources->bytes = 0;
}

static struct pf_source_file *open_file(struct pf_sources *sources, struct pf_process *process,
					const char *name)
{
	if (*name == '<' || !*name) /* "<string>", "<frozen importlib._bootstrap>" */
		return NULL;
	struct pf_source_file *file = sources->last;
	if (!file || strcmp(file->name, name))
		file = intern(sources, name);
	if (!file || file->bytes || file->failed)
		return sources->last = file;
	pf_source_file_load(file, process, sources->path);
	sources->bytes += file->size;
	if (sources->bytes > MAX_BYTES) {
		make_room(sources);
		pf_source_file_load(file, process, sources->path);
		sources->bytes = file->size;
	}
	return sources->last = file;
}

struct pf_source_file *pf_sources_open(struct pf_sources *sources, struct pf_process *process,
				       const char *name)
{
	struct pf_source_file *file = open_file(sources, process, name);
	return file && file->bytes ? file : NULL;
}

void pf_sources_append_line(struct pf_sources *sources, struct pf_process *process,
			    const char *file, int32_t line, struct pf_text *text)
{
	struct pf_source_file *found = open_file(sources, process, file);
	if (found && found->bytes)
		pf_source_file_append_line(found, line, text);
}

void pf_sources_deinit(struct pf_sources *sources)
{
	for (size_t i = 0; i < sources->files.count; i++)
		pf_source_file_destroy(sources->files.items[i]);
	pf_array_deinit(&sources->files);
	pf_map_deinit(&sources->by_name);
	*sources = (struct pf_sources){ .path = sources->path };
}
