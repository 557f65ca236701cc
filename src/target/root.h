/* Files as the target sees them: paths below its root and its working directory. */
#ifndef PF_TARGET_ROOT_H
#define PF_TARGET_ROOT_H

#include "target/process.h"

/*
 * The kernel tells paths as seen from our root, so a chroot's part is to be cut off; in another
 * mount namespace the root reads "/" already. NULL when PATH is not below the target's root.
 */
const char *pf_root_cut(struct pf_process *process, const char *path);

/*
 * Opens for reading what the O_PATH descriptor AT stands for. -1 and errno; EISDIR when it is
 * not a regular file, whatever else it is.
 */
int pf_root_reopen(int at);

#endif
