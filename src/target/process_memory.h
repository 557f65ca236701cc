/* A process's memory, read by process_vm_readv or through /proc/PID/mem. */
#ifndef PF_TARGET_PROCESS_MEMORY_H
#define PF_TARGET_PROCESS_MEMORY_H

#include "target/memory.h"

#include <stdbool.h>
#include <sys/types.h>

struct pf_process_memory {
	struct pf_memory memory; /* first: it is what readers see */
	pid_t pid;
	int fd; /* of /proc/PID/mem, borrowed; it stays with the address space it was opened on */
	bool by_fd; /* process_vm_readv is refused or cannot reach it; tests set it, too */
};

void pf_process_memory_init(struct pf_process_memory *memory, pid_t pid, int fd);

/* Whether the address space that FD was opened on is still in use: not after exit and exec. */
bool pf_process_memory_alive(const struct pf_process_memory *memory);

#endif
