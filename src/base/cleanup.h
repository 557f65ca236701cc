/* Scope guards: what a variable owns is let go when it leaves its scope. */
#ifndef PF_BASE_CLEANUP_H
#define PF_BASE_CLEANUP_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define PF_GUARD(function) __attribute__((cleanup(function)))

/* Defines the guard NAME for variables of TYPE that DESTROY lets go. */
#define PF_DEFINE_GUARD(name, type, destroy) \
	static inline void name(type *owned) \
	{                                    \
		destroy(*owned);             \
	}                                    \
	struct pf_guard_needs_semicolon_

/* Moves what a guarded pointer owns out of the guard's reach. */
#define pf_take(pointer)                                   \
	({                                                 \
		__typeof__(pointer) pf_taken_ = (pointer); \
		(pointer) = NULL;                          \
		pf_taken_;                                 \
	})

static inline void pf_guard_free(void *owned)
{
	free(*(void **)owned);
}

static inline void pf_guard_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

static inline void pf_guard_fclose(FILE **file)
{
	if (*file)
		fclose(*file);
}

static inline void pf_guard_closedir(DIR **dir)
{
	if (*dir)
		closedir(*dir);
}

#define PF_AUTO_FREE PF_GUARD(pf_guard_free)
#define PF_AUTO_CLOSE PF_GUARD(pf_guard_close)
#define PF_AUTO_FCLOSE PF_GUARD(pf_guard_fclose)
#define PF_AUTO_CLOSEDIR PF_GUARD(pf_guard_closedir)

#endif
