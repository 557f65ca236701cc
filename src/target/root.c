/* Files as the target sees them: below its root, and those that it has mapped. */
#include "base/cleanup.h"
#include "base/text.h"
#include "pyflame.h"
#include "target/permission.h"
#include "target/process.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

PF_DEFINE_GUARD(guard_error, struct pf_error *, pf_error_destroy);

enum { COMPARED = 4096 }; /* bytes of a mapping: an ELF file's headers and build id */

/*
 * Before Linux 5.6 (or behind a filter that does not know it) there is no openat2(). Then no
 * symbolic link is followed, for it would lead below our root and not the target's.
 */
static int open_step_by_step(int root, const char *path)
{
	PF_AUTO_FREE char *names = strdup(path);
	if (!names)
		return -1;
	int at = fcntl(root, F_DUPFD_CLOEXEC, 0);
	char *rest = names;
	for (char *name; at >= 0 && (name = strsep(&rest, "/"));) {
		if (!*name || !strcmp(name, "."))
			continue;
		if (!strcmp(name, "..")) {
			close(at);
			errno = EXDEV;
			return -1;
		}
		int next = openat(at, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
		int number = errno;
		close(at);
		errno = number;
		at = next;
	}
	return at;
}

/*
 * An O_PATH descriptor: nothing is opened yet, so no device or FIFO notices. -1 and errno.
 * EAGAIN: something was renamed meanwhile, so that the kernel cannot tell whether ".." stays below.
 */
static int find_below(int root, const char *path)
{
	struct open_how how = { .flags = O_PATH | O_CLOEXEC,
				.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS };
	int fd = -1;
	for (int tries = 0; fd < 0 && (!tries || errno == EAGAIN) && tries < 16; tries++)
		fd = (int)syscall(SYS_openat2, root, path, &how, sizeof(how));
	if (fd >= 0 || (errno != ENOSYS && errno != EPERM))
		return fd;
	return open_step_by_step(root, path);
}

/* Opens for reading what the O_PATH descriptor AT stands for, when it is a regular file. */
static int reopen_regular(int at)
{
	struct stat st;
	if (fstat(at, &st) < 0)
		return -1;
	if (!S_ISREG(st.st_mode)) {
		errno = EISDIR;
		return -1;
	}
	char path[48];
	snprintf(path, sizeof(path), "/proc/self/fd/%d", at);
	return open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

/* "cannot open /x of process 12: …" */
static struct pf_error *explain(int number, struct pf_process *process, const char *path)
{
	int pid = (int)pf_process_pid(process);
	if (number == EISDIR)
		return pf_error_create(PF_SYSTEM, "cannot open %s of process %d: not a regular file",
				       path, pid);
	return pf_error_system(number, "cannot open %s of process %d", path, pid);
}

static struct pf_error *open_root(struct pf_process *process, int *ret)
{
	int fd = openat(pf_process_proc_fd(process), "root", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		*ret = fd;
		return NULL;
	}
	if (errno == EACCES || errno == EPERM)
		return pf_permission_explain("read the files of process", pf_process_pid(process));
	if (errno == ENOENT || errno == ESRCH)
		return pf_error_create(PF_GONE, "process %d has ended",
				       (int)pf_process_pid(process));
	return explain(errno, process, "the root folder");
}

static bool read_link(int dir_fd, const char *name, char path[static PATH_MAX])
{
	ssize_t size = readlinkat(dir_fd, name, path, PATH_MAX - 1);
	if (size < 0)
		return false;
	path[size] = '\0';
	return true;
}

/*
 * The kernel tells paths as seen from our root, so a chroot's part is to be cut off; in another
 * mount namespace the root reads "/" already. NULL when PATH is not below the target's root.
 */
static const char *cut_root(struct pf_process *process, const char *path)
{
	char root[PATH_MAX];
	if (!read_link(pf_process_proc_fd(process), "root", root))
		return NULL;
	size_t size = strcmp(root, "/") ? strlen(root) : 0;
	return strncmp(path, root, size) || path[size] != '/' ? NULL : path + size;
}

/* PATH below the target's working directory. */
static struct pf_error *make_absolute(struct pf_process *process, const char *path,
				      struct pf_text *ret)
{
	char cwd[PATH_MAX + 1];
	if (!read_link(pf_process_proc_fd(process), "cwd", cwd))
		return explain(errno, process, path);
	strcat(cwd, "/"); /* the root itself, too, is below the root */
	const char *below = cut_root(process, cwd);
	if (!below)
		return explain(ENOENT, process, path);
	pf_text_printf(ret, "%s%s", below, path);
	return pf_text_check(ret);
}

/* Where PATH leads below the target's root; *ret is an O_PATH descriptor. */
static struct pf_error *find_file(struct pf_process *process, const char *path, int *ret)
{
	PF_AUTO_CLOSE int root = -1;
	PF_GUARD(pf_text_deinit) struct pf_text absolute = { 0 };
	PF_TRY(open_root(process, &root));
	if (*path != '/')
		PF_TRY(make_absolute(process, path, &absolute));
	int at = find_below(root, absolute.size ? absolute.bytes : path);
	if (at < 0)
		return errno == ENOMEM ? &pf_error_no_memory : explain(errno, process, path);
	*ret = at;
	return NULL;
}

struct pf_error *pf_process_open_file(struct pf_process *process, const char *path, int *ret)
{
	PF_AUTO_CLOSE int at = -1;
	PF_TRY(find_file(process, path, &at));
	int fd = reopen_regular(at);
	if (fd < 0)
		return explain(errno, process, path);
	*ret = fd;
	return NULL;
}

/* The kernel's own link to what is mapped; needs CAP_SYS_ADMIN or CAP_CHECKPOINT_RESTORE. */
static int open_map_file(struct pf_process *process, const struct pf_map_region *region)
{
	char name[64];
	snprintf(name, sizeof(name), "map_files/%" PRIx64 "-%" PRIx64, region->start, region->end);
	PF_AUTO_CLOSE int at = openat(pf_process_proc_fd(process), name, O_PATH | O_CLOEXEC);
	return at < 0 ? -1 : reopen_regular(at);
}

static int open_executable(struct pf_process *process, const struct pf_map_region *region)
{
	if (strcmp(region->path, pf_process_executable(process)))
		return -1;
	PF_AUTO_CLOSE int at = openat(pf_process_proc_fd(process), "exe", O_PATH | O_CLOEXEC);
	struct stat st;
	if (at < 0 || fstat(at, &st) < 0 || st.st_ino != region->inode)
		return -1;
	return reopen_regular(at);
}

/* Whether the file begins, at the region's offset, with what is mapped there. */
static bool has_same_bytes(struct pf_process *process, const struct pf_map_region *region, int fd)
{
	char mapped[COMPARED], stored[COMPARED];
	PF_GUARD(guard_error) struct pf_error *err = pf_memory_peek(
		pf_process_memory(process), region->start, mapped, sizeof(mapped));
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
	const char *below = cut_root(process, region->path);
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
		return pf_error_create(PF_SYSTEM, "cannot open the file that process %d has mapped "
						  "at 0x%" PRIx64 " (%s%s)",
				       (int)pf_process_pid(process), region->start, region->path,
				       region->deleted ? ", deleted" : "");
	*ret = fd;
	return NULL;
}
