/* What the parts of windows share. */
#ifndef PF_TARGET_WINDOWS_PRIVATE_H
#define PF_TARGET_WINDOWS_PRIVATE_H

#include "target/windows.h"

/* What a miss reads, aligned, so that it never leaves the page that was asked for. */
enum { PF_WINDOW_BLOCK = 1024 };

struct pf_window_slab;

struct pf_windows {
	struct pf_memory memory; /* first: it is what readers see */
	struct pf_memory *below;
	PF_ARRAY(struct pf_window) fetched; /* ascending, apart */
	PF_ARRAY(struct pf_window) missed;  /* since the last refresh; of one block each */
	PF_ARRAY(struct pf_span) spans;	    /* see windows_layout.c */
	struct pf_echo echo;		    /* of the last refresh */
	PF_ARRAY(uint64_t) words;	    /* of the echo, by itself */
	PF_ARRAY(const uint64_t *) heard;   /* these, and those in windows */
	pf_addr echo_at;		    /* for the next one */
	bool echo_often;
	pf_addr laid_out_at; /* that which the spans are laid out for */
	PF_ARRAY(struct pf_window_slab *) slabs;
	unsigned char *buffer; /* of all copies */
	size_t buffer_size;
	bool stale;		/* the spans no longer fit the windows */
	bool passing;		/* what is missed now becomes no window */
	struct pf_window *last; /* the window that was looked into last; NULL: none */
	unsigned rounds;
	uint64_t deadline_ns; /* 0: none */
};

/* Gives every window its place in the buffer and its spans. */
struct pf_error *pf_windows_lay_out(struct pf_windows *windows) PF_CHECKED;

#endif
