/* Opening files with no more rights than the target itself has. */
#ifndef PF_TARGET_RIGHTS_H
#define PF_TARGET_RIGHTS_H

#include "base/array.h"
#include "target/process.h"

#include <linux/capability.h>
#include <stdbool.h>

/* Who a thread is to the file system. */
struct pf_identity {
	uid_t uid;
	gid_t gid;
	PF_ARRAY(gid_t) groups;
	bool everything; /* may read whatever it likes: CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH */
};

/*
 * A target names the files that are shown with its stack, and must not lead us to what only we may
 * read. So we open them as the process would: its rights for files, and ours to come back to.
 */
struct pf_rights {
	struct pf_identity theirs, ours;
	struct __user_cap_data_struct capabilities[_LINUX_CAPABILITY_U32S_3]; /* ours */
};

/* Asks what the process may do and what we may. GONE when it has ended. */
struct pf_error *pf_rights_init(struct pf_rights *rights, struct pf_process *process) PF_CHECKED;
void pf_rights_deinit(struct pf_rights *rights);

/*
 * From now on the calling thread, and no other, finds and opens files as the process would; where
 * its rights are ours nothing changes. -1 and errno when we may not become its user.
 */
int pf_rights_take(struct pf_rights *rights);

/* Undoes that, also after it has failed. errno stays. */
void pf_rights_give_back(struct pf_rights *rights);

#endif
