/* Opening files with no more rights than the target itself has. */
#include "target/rights.h"

#include "base/cleanup.h"
#include "base/text.h"
#include "target/proc_file.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static const uint64_t reads_everything =
	UINT64_C(1) << CAP_DAC_OVERRIDE | UINT64_C(1) << CAP_DAC_READ_SEARCH;

/* The calling thread's; all of these are below 32, and so in the first word. */
static int get_capabilities(struct __user_cap_data_struct *ret)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	return (int)syscall(SYS_capget, &header, ret);
}

static int set_capabilities(const struct __user_cap_data_struct *capabilities)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	return (int)syscall(SYS_capset, &header, capabilities);
}

/* The capabilities of a user namespace below ours are worth nothing in ours. */
static bool shares_our_users(struct pf_process *process)
{
	struct stat theirs, ours;
	return !fstatat(pf_process_proc_fd(process), "ns/user", &theirs, 0) &&
	       !stat("/proc/self/ns/user", &ours) && theirs.st_dev == ours.st_dev &&
	       theirs.st_ino == ours.st_ino;
}

/* "Uid:\t1000\t1000\t1000\t1000": real, effective, saved, and the one for files. */
static uint32_t last_number(const char *status, const char *name)
{
	const char *at = pf_proc_file_find(status, name);
	uint64_t ret = UINT32_MAX;
	for (int i = 0; at && i < 4; i++) {
		char *end;
		ret = strtoull(at, &end, 10);
		at = end;
	}
	return (uint32_t)ret;
}

static struct pf_error *decode_groups(const char *at, struct pf_identity *ret)
{
	while (at && ret->groups.count < NGROUPS_MAX) {
		char *end;
		at += strspn(at, " \t");
		if (*at < '0' || *at > '9')
			break;
		PF_TRY(pf_array_push(&ret->groups, (gid_t)strtoul(at, &end, 10)));
		at = end;
	}
	return NULL;
}

static struct pf_error *read_theirs(struct pf_process *process, struct pf_identity *ret)
{
	PF_GUARD(pf_text_deinit) struct pf_text status = { 0 };
	PF_TRY(pf_proc_file_read(pf_process_proc_fd(process), pf_process_pid(process), "status",
				 &status));
	ret->uid = last_number(status.bytes, "Uid");
	ret->gid = last_number(status.bytes, "Gid");
	ret->everything = pf_proc_file_number(status.bytes, "CapEff", 16) & reads_everything &&
			  shares_our_users(process);
	return decode_groups(pf_proc_file_find(status.bytes, "Groups"), ret);
}

static struct pf_error *read_ours(struct pf_rights *rights)
{
	struct pf_identity *ours = &rights->ours;
	ours->uid = geteuid();
	ours->gid = getegid();
	int count = getgroups(0, NULL);
	if (count < 0 || get_capabilities(rights->capabilities))
		return pf_error_system(errno, "cannot read our own rights");
	PF_TRY(pf_array_reserve(&ours->groups, (size_t)count + 1));
	count = getgroups(count, ours->groups.items);
	ours->groups.count = count > 0 ? (size_t)count : 0;
	ours->everything = rights->capabilities[0].effective & reads_everything;
	return NULL;
}

struct pf_error *pf_rights_init(struct pf_rights *rights, struct pf_process *process)
{
	*rights = (struct pf_rights){ 0 };
	PF_TRY(read_theirs(process, &rights->theirs));
	return read_ours(rights);
}

void pf_rights_deinit(struct pf_rights *rights)
{
	pf_array_deinit(&rights->theirs.groups);
	pf_array_deinit(&rights->ours.groups);
}

/*
 * The system calls themselves, for the C library's setgroups() speaks for all threads of a process.
 * setfsuid() does not say whether it has done what it should; a second one tells.
 */
static int become(const struct pf_identity *identity)
{
	if (syscall(SYS_setgroups, identity->groups.count, identity->groups.items))
		return -1;
	setfsgid(identity->gid);
	setfsuid(identity->uid);
	if ((gid_t)setfsgid(identity->gid) == identity->gid &&
	    (uid_t)setfsuid(identity->uid) == identity->uid)
		return 0;
	errno = EPERM;
	return -1;
}

static int drop_capabilities(const struct pf_rights *rights)
{
	struct __user_cap_data_struct fewer[_LINUX_CAPABILITY_U32S_3];
	memcpy(fewer, rights->capabilities, sizeof(fewer));
	fewer[0].effective &= (uint32_t)~reads_everything;
	return set_capabilities(fewer);
}

int pf_rights_take(struct pf_rights *rights)
{
	if (rights->ours.everything && !rights->theirs.everything && drop_capabilities(rights))
		return -1;
	return rights->theirs.uid == rights->ours.uid ? 0 : become(&rights->theirs);
}

/* Users first: the kernel changes capabilities along with them. */
void pf_rights_give_back(struct pf_rights *rights)
{
	int number = errno;
	if (rights->theirs.uid != rights->ours.uid)
		become(&rights->ours);
	set_capabilities(rights->capabilities);
	errno = number;
}
