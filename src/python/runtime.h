/* A CPython inside a process: where its runtime is and how to read it. */
#ifndef PF_PYTHON_RUNTIME_H
#define PF_PYTHON_RUNTIME_H

#include "pyflame.h"
#include "python/reader.h"
#include "target/page_cache.h"

/* More variables of before 3.7; 0: not found. */
struct pf_globals {
	pf_addr gc_enabled_at;	   /* gcmodule's `enabled` */
	pf_addr gc_generation0_at; /* what points to the first generation */
	pf_addr gil_interval_at;   /* 3.6: microseconds */
	pf_addr check_interval_at; /* 2.7: instructions */
};

/* Owns the layout and the cache; borrows the process. */
struct pf_python {
	struct pf_process *process;
	struct pf_layout layout;
	struct pf_page_cache *cache; /* cleared before each look at the target, but see still.h */
	uint64_t kept_serial;	/* of the hold under which the cache was cleared last; 0: none */
	uint64_t kept_until_ns; /* and until when it need not be cleared again */
	struct pf_frame_id kept_frame; /* that was found in these pages; all zero: none */
	struct pf_reader live;	       /* straight from the process */
	struct pf_reader pages;	       /* through the cache */
	pf_addr runtime;	/* _PyRuntime; before 3.7 the word that heads the interpreters */
	pf_addr current_at;	/* _PyThreadState_Current, before 3.7; 0 if not found */
	pf_addr collecting_at;	/* gcmodule's `collecting`, before 3.7; 0 if not found */
	pf_addr hash_secret_at; /* _Py_HashSecret; 0 if not found, or not looked for: */
	bool hash_secret_known;
	struct pf_globals globals;
	uint32_t abi; /* the version that it is to be read as, like version_hex; 0: its own */
	bool free_threaded;
	bool asyncio_described; /* asyncio's offsets are those that it says itself */
	bool hasty;		/* what no symbol or section names is not looked for in data */
	uint32_t version_hex;
	char version[32];
	char warning[160];	/* "" for none */
	uint64_t scan_until_ns; /* when looking through data has to end; 0: it has not begun */
	int32_t pthread_tid;	/* offset of the tid in struct pthread; PF_ABSENT until found */
};

/*
 * As pf_python_attach(), but finds only what symbols or sections name: that takes a tenth of the
 * time where there is no Python.
 */
struct pf_error *pf_python_attach_hastily(struct pf_process *process,
					  struct pf_python **ret) PF_CHECKED;

#endif
