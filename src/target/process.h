/* A process that we read: held by pidfd, its memory, its files, its /proc folder. */
#ifndef PF_TARGET_PROCESS_H
#define PF_TARGET_PROCESS_H

#include "pyflame.h"
#include "target/memory.h"

/* The process's memory, uncached. Borrowed. */
struct pf_memory *pf_process_memory(struct pf_process *process);

/* An O_PATH descriptor of /proc/PID, opened when the process was attached. Borrowed. */
int pf_process_proc_fd(const struct pf_process *process);

/*
 * Opens the file that REGION maps, for reading: through /proc/PID/map_files, else /proc/PID/exe
 * when it is the executable, else the region's path below /proc/PID/root when the inode's number
 * and what is mapped agree (a map's device number may be another one than stat()'s). Never by the
 * path as seen from here. SYSTEM when the file can no longer be had.
 */
struct pf_error *pf_process_open_region(struct pf_process *process,
					const struct pf_map_region *region, int *ret) PF_CHECKED;

/* The tid in our pid namespace of the thread that the target knows as NS_TID; 0 when none. */
struct pf_error *pf_process_translate_tid(struct pf_process *process, pid_t ns_tid,
					  pid_t *ret) PF_CHECKED;

#endif
