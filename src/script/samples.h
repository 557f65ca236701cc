/* What the Lua nouns of sampling share: where samples come from, and one row of them. */
#ifndef PF_SCRIPT_SAMPLES_H
#define PF_SCRIPT_SAMPLES_H

#include "script/script.h"

/* Names of the classes: who keeps one of them as its owner may be asked for its profile. */
#define SCRIPT_SAMPLES "pyflame.samples"
#define SCRIPT_SAMPLE "pyflame.sample"

/* User values of a samples object. */
enum {
	SCRIPT_SAMPLES_PROGRESS = 1,
	SCRIPT_SAMPLES_INFO,
	SCRIPT_SAMPLES_ROW,
	SCRIPT_SAMPLES_VALUES = 3
};

/* A sampler or a recording, and how far it was read. All zero is closed. */
struct script_samples {
	struct pf_sampler *sampler;	/* NULL: a recording, or closed */
	struct pf_recording *recording; /* NULL: a sampler */
	struct pf_profile *own;		/* a sampler's samples */
	struct pf_profile *profile;	/* own, or the recording's; kept until the end */
	struct pf_filter *filter;	/* NULL: all pass */
	struct pf_recorder *recorder;	/* gets a copy of all; NULL: none */
	struct script_row *row;		/* the one that loops hand out */
	size_t at;			/* the next row to read */
	uint64_t given;			/* rows that passed */
	uint64_t progress_ns;		/* when progress was told last */
	bool ended;			/* no more come */
	bool counted;			/* by script_interruption_begin() */
	bool keep;			/* rows stay when they were read */
};

/* A sample, or a row of a tally: who was where, and when or how often. */
struct script_row {
	const struct pf_profile *profile;
	struct pf_sample it;
	uint64_t count; /* 1 for a sample */
};

/* What a script asks for; the texts are borrowed from its table. */
struct script_sampling {
	struct pf_sampling_options sampler;
	struct pf_filter_options filter;
	const char *record;  /* path; NULL: none */
	uint64_t lasting_ns; /* of pf_catch_options */
	bool keep;
};

/* What options are for. ORDER ASKED. */
enum script_asked {
	SCRIPT_SAMPLING = 1, /* samples */
	SCRIPT_CATCHING = 2, /* process:catch{} */
	SCRIPT_FRAMES = 4,   /* sample:has{}: what frames are like */
};

/* Reads the options in the table at INDEX (or none), and raises what is wrong with them. */
void script_sampling_check(lua_State *L, int index, enum script_asked asked,
			   struct script_sampling *ret);

/* Whether there is anything to choose. */
bool script_sampling_chooses(const struct pf_filter_options *filter);

/* An empty object; what is put into it is its own. */
struct script_samples *script_samples_push(lua_State *L);

/* The samples at INDEX. */
struct script_samples *script_samples_check(lua_State *L, int index);

/* No more samples come. */
void script_samples_note_end(struct script_samples *samples);

/* Returns for a loop: the samples, nothing, nothing, and the samples to close. */
int script_samples_return(lua_State *L, struct pf_error *err);

/* Waits for more of what comes; false when there will be none. Raises. */
bool script_samples_refill(lua_State *L, struct script_samples *samples);

/* A row of PROFILE; OWNER keeps that. */
struct script_row *script_row_push(lua_State *L, int owner, const struct pf_profile *profile);

/* Pushes the place INDEX of PROFILE, or the thread. OWNER keeps the profile. */
void script_place_push(lua_State *L, int owner, const struct pf_profile *profile, uint32_t index);
void script_sampled_thread_push(lua_State *L, int owner, const struct pf_profile *profile,
				uint32_t index);

/*
 * samples:tally{by_thread=, by_syscall=, seconds=}, samples:reason(), :refusal(), :doubt(), :shield(),
 * #samples, and the properties
 */
int script_tally_of_samples(lua_State *L);
int script_samples_reason(lua_State *L);
int script_samples_refusal(lua_State *L);
int script_samples_doubt(lua_State *L);
int script_samples_shield(lua_State *L);
int script_samples_len(lua_State *L);
extern const luaL_Reg script_samples_properties[];

#endif
