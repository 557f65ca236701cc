/* The files that the target has mapped, opened without trusting their names. */
#include "base/cleanup.h"
#include "target/root.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

PF_DEFINE_GUARD(guard_error, struct pf_error *, pf_error_destroy);

enum { COMPARED = 4096 }; /* bytes of a mapping: an ELF file's headers and build id */

/* The kernel's own link to what is mapped; needs CAP_SYS_ADMIN or CAP_CHECKPOINT_RESTORE. */
static int open_map_file(struct pf_process *process, const struct pf_map_region *region)
{
	char name[64];
	snprintf(name, sizeof(name), "map_files/%" PRIx64 "-%" PRIx64, region->start, region->end);
	PF_AUTO_CLOSE int at = openat(pf_process_proc_fd(process), name, O_PATH | O_CLOEXEC);
	return at < 0 ? -1 : pf_root_reopen(at);
}

static int open_executable(struct pf_process *process, const struct pf_map_region *region)
{
	if (strcmp(region->path, pf_process_executable(process)))
		return -1;
	PF_AUTO_CLOSE int at = openat(pf_process_proc_fd(process), "exe", O_PATH | O_CLOEXEC);
	struct stat st;
	if (at < 0 || fstat(at, &st) < 0 || st.st_ino != region->inode)
		return -1;
	return pf_root_reopen(at);
}

/* Whether the file begins, at the region's offset, with what is mapped there. */
static bool has_same_bytes(struct pf_process *process, const struct pf_map_region *region, int fd)
{
	char mapped[COMPARED], stored[COMPARED];
	PF_GUARD(guard_error)
	struct pf_error *err =
		pf_memory_peek(pf_process_memory(process), region->start, mapped, sizeof(mapped));
	ssize_t size = err ? -1 : pread(fd, stored, sizeof(stored), (off_t)region->offset);
	return size > 0 && !memcmp(mapped, stored, (size_t)size);
}

/*
 * The map's device number does not say whether it is that file: btrfs and overlayfs show stat()
 * another one. So the inode's number and what is mapped decide; what the target may have written
 * to cannot be compared.
 */
static bool is_mapped_file(struct pf_process *process, const struct pf_map_region *region, int fd)
{
	struct stat st;
	if (fstat(fd, &st) < 0 || st.st_ino != region->inode)
		return false;
	return region->permissions[1] == 'w' || region->permissions[0] != 'r' ||
	       has_same_bytes(process, region, fd);
}

/* The kernel writes a newline in a name as \012. */
static void unescape(char *path)
{
	for (char *from; (from = strstr(path, "\\012"));) {
		*from = '\n';
		memmove(from + 1, from + 4, strlen(from + 4) + 1);
	}
}

static int open_if_mapped(struct pf_process *process, const struct pf_map_region *region,
			  const char *path)
{
	int fd = -1;
	PF_GUARD(guard_error) struct pf_error *err = pf_process_open_file(process, path, &fd);
	if (err || is_mapped_file(process, region, fd))
		return fd;
	close(fd);
	return -1;
}

static int open_by_path(struct pf_process *process, const struct pf_map_region *region)
{
	const char *below = pf_root_cut(process, region->path);
	if (!below)
		return -1;
	int fd = open_if_mapped(process, region, below);
	PF_AUTO_FREE char *path = strdup(below);
	if (fd >= 0 || !path || !strstr(path, "\\012"))
		return fd;
	unescape(path);
	return open_if_mapped(process, region, path);
}

struct pf_error *pf_process_open_region(struct pf_process *process,
					const struct pf_map_region *region, int *ret)
{
	int fd = -1;
	if (region->inode)
		fd = open_map_file(process, region);
	if (fd < 0 && region->inode)
		fd = open_executable(process, region);
	if (fd < 0 && region->inode)
		fd = open_by_path(process, region);
	if (fd < 0)
		return pf_error_create(PF_SYSTEM,
				       "cannot open the file that process %d has mapped "
				       "at 0x%" PRIx64 " (%s%s)",
				       (int)pf_process_pid(process), region->start, region->path,
				       region->deleted ? ", deleted" : "");
	*ret = fd;
	return NULL;
}
