/* The memory map: which file or what memory lies where. */
#include "target/maps.h"

#include "base/array.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "target/permission.h"
#include "target/proc_file.h"
#include "target/process.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct pf_maps {
	char *text; /* paths point into it */
	PF_ARRAY(struct pf_map_region) regions;
};

void pf_maps_destroy(struct pf_maps *maps)
{
	if (!maps)
		return;
	pf_array_deinit(&maps->regions);
	free(maps->text);
	free(maps);
}

PF_DEFINE_GUARD(guard_maps, struct pf_maps *, pf_maps_destroy);

/* Cuts " (deleted)" off; only a file can be. */
static bool cut_deleted(char *path)
{
	static const char deleted[] = " (deleted)";
	size_t size = strlen(path);
	if (size < sizeof(deleted) || strcmp(path + size - (sizeof(deleted) - 1), deleted))
		return false;
	path[size - (sizeof(deleted) - 1)] = '\0';
	return true;
}

/* "55d0-55e0 r-xp 00001000 fd:01 1234      /a path": the path follows one blank or more. */
static bool parse_line(char *line, struct pf_map_region *region)
{
	int path = 0;
	*region = (struct pf_map_region){ 0 };
	if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %4s %" SCNx64 " %*x:%*x %" SCNu64 "%n",
		   &region->start, &region->end, region->permissions, &region->offset,
		   &region->inode, &path) != 5 ||
	    strlen(region->permissions) != 4 || region->start >= region->end)
		return false;
	char *name = line + path + strspn(line + path, " ");
	region->deleted = region->inode && cut_deleted(name);
	region->path = name;
	return true;
}

static struct pf_error *parse(struct pf_maps *maps)
{
	pf_addr end = 0;
	char *rest = maps->text;
	for (char *line; (line = strsep(&rest, "\n"));) {
		struct pf_map_region region;
		if (!parse_line(line, &region) || region.start < end)
			continue;
		PF_TRY(pf_array_push(&maps->regions, region));
		end = region.end;
	}
	return NULL;
}

struct pf_error *pf_maps_parse(const char *text, size_t size, struct pf_maps **ret)
{
	PF_GUARD(guard_maps) struct pf_maps *maps = calloc(1, sizeof(*maps));
	if (!maps)
		return &pf_error_no_memory;
	maps->text = strndup(text, size);
	if (!maps->text)
		return &pf_error_no_memory;
	PF_TRY(parse(maps));
	*ret = pf_take(maps);
	return NULL;
}

struct pf_error *pf_maps_read(struct pf_process *process, struct pf_maps **ret)
{
	pid_t pid = pf_process_pid(process);
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	struct pf_error *err = pf_proc_file_read(pf_process_proc_fd(process), pid, "maps", &text);
	if (err && pf_error_code(err) == PF_PERMISSION) {
		pf_error_destroy(err);
		return pf_permission_explain("read the memory map of process", pid);
	}
	PF_TRY(err);
	if (!text.size)
		return pf_error_create(PF_GONE, "process %d has ended", (int)pid);
	return pf_maps_parse(text.bytes, text.size, ret);
}

size_t pf_maps_count(const struct pf_maps *maps)
{
	return maps->regions.count;
}

const struct pf_map_region *pf_maps_get(const struct pf_maps *maps, size_t index)
{
	return &maps->regions.items[index];
}

const struct pf_map_region *pf_maps_find(const struct pf_maps *maps, pf_addr at)
{
	size_t low = 0, high = maps->regions.count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct pf_map_region *region = pf_maps_get(maps, middle);
		if (at >= region->start && at < region->end)
			return region;
		if (at < region->start)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}
