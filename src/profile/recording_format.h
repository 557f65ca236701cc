/* How a recording is laid out: what its writer and its reader agree on. */
#ifndef PF_PROFILE_RECORDING_FORMAT_H
#define PF_PROFILE_RECORDING_FORMAT_H

#include <stdint.h>

/* doc/recording-format.md describes the format. A change that old readers cannot skip: version + 1. */
#define PF_RECORDING_MAGIC "PYFLREC\n"

enum {
	PF_RECORDING_VERSION = 2, /* from 1 on they can be read */
	PF_RECORDING_MAGIC_SIZE = 8,
	PF_RECORDING_HEADER_SIZE = 12, /* magic, version */
	PF_RECORDING_FRAME_SIZE = 8,   /* before each block: its size, its CRC */
	PF_RECORDING_BLOCK_MAX = 1 << 24,
};

/* ORDER SECTION: doc/recording-format.md has the same numbers. */
enum pf_section {
	PF_SECTION_INFO = 1,
	PF_SECTION_TEXTS,
	PF_SECTION_PLACES,
	PF_SECTION_STACKS,
	PF_SECTION_THREADS,
	PF_SECTION_NAMES,
	PF_SECTION_SAMPLES,
	PF_SECTION_STATS,
	PF_SECTION_END,
	PF_SECTION_PROCESSES,
};

/* ORDER INFO: so has it these. */
enum pf_info_key {
	PF_INFO_PID = 1,
	PF_INFO_EXECUTABLE,
	PF_INFO_PYTHON_VERSION,
	PF_INFO_MODE,
	PF_INFO_THREADS,
	PF_INFO_INTERVAL_NS,
	PF_INFO_UNIT_NS,
	PF_INFO_MACHINE,
	PF_INFO_CHILDREN,
};

/* In the first number of a new kind: the number of a system call follows. From version 2 on. */
enum { PF_KIND_SYSCALL = 8 };

/*
 * The numbers of the STATS section: start time, then struct pf_sampling_stats in its order. The
 * first recordings had fewer.
 */
enum { PF_RECORDING_NUMBERS = 11, PF_RECORDING_FIRST_NUMBERS = 9 };

/* Numbers in frames and header are little-endian on every machine. */
static inline void pf_put_u32(unsigned char *to, uint32_t value)
{
	for (int i = 0; i < 4; i++, value >>= 8)
		to[i] = (unsigned char)value;
}

static inline uint32_t pf_get_u32(const unsigned char *from)
{
	return (uint32_t)from[0] | (uint32_t)from[1] << 8 | (uint32_t)from[2] << 16 |
	       (uint32_t)from[3] << 24;
}

#endif
