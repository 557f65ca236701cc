/* The memory map: which file or what memory lies where. */
#ifndef PF_TARGET_MAPS_H
#define PF_TARGET_MAPS_H

#include "pyflame.h"

/*
 * Parses TEXT, SIZE bytes as in /proc/PID/maps. A line that is not one, or that is out of order
 * (the kernel lets the map change between two reads), is left out. Paths are as the kernel
 * writes them: a newline in a name is \012, and nothing else is escaped.
 */
struct pf_error *pf_maps_parse(const char *text, size_t size, struct pf_maps **ret) PF_CHECKED;

#endif
