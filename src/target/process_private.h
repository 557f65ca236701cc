/* What a process is made of; for the modules of this floor that add to it. */
#ifndef PF_TARGET_PROCESS_PRIVATE_H
#define PF_TARGET_PROCESS_PRIVATE_H

#include "target/process.h"
#include "target/process_memory.h"

/* What another module keeps in the process: made when first asked for. */
struct pf_process_part {
	void *data; /* NULL: not made yet */
	void (*destroy)(void *data);
};

struct pf_process {
	pid_t pid;
	pid_t reader; /* the thread that we read by: the first one, unless that has ended */
	int pidfd;    /* -1 where the kernel has none (before 5.3) */
	int proc_fd;  /* O_PATH of /proc/PID; shows nothing once the process is gone */
	int mem_fd;
	char *executable;
	struct pf_process_memory memory;
	struct pf_process_part tasks;	/* tasks.c */
	struct pf_process_part modules; /* modules.c */
};

#endif
