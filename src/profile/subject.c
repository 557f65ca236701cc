/* The Python threads that are being sampled, each with what is remembered of it. */
#include "profile/subject.h"

#include "base/cleanup.h"
#include "python/names.h"
#include "python/tids.h"

#include <stdlib.h>

static void destroy(struct pf_subject *subject)
{
	pf_watch_close(&subject->watch);
	pf_stack_memo_deinit(&subject->memo);
	pf_windows_destroy(subject->windows);
	free(subject);
}

void pf_subjects_deinit(struct pf_subjects *subjects)
{
	for (size_t i = 0; i < subjects->count; i++)
		destroy(subjects->items[i]);
	pf_array_deinit(subjects);
	pf_map_deinit(&subjects->by_address);
	*subjects = (struct pf_subjects){ 0 };
}

struct pf_subject *pf_subjects_find(const struct pf_subjects *subjects, pf_addr at)
{
	uint64_t *found = pf_map_find(&subjects->by_address, at);
	return found ? subjects->items[*found] : NULL;
}

bool pf_subject_has_state(const struct pf_subject *subject, const struct pf_thread_state *now)
{
	return !subject->gone && now->ident == subject->state.ident &&
	       now->native_id == subject->state.native_id;
}

bool pf_subject_is(const struct pf_subject *subject, const struct pf_reader *reader)
{
	struct pf_thread_state now;
	struct pf_error *err = pf_thread_state_peek(reader, subject->state.at, &now, NULL);
	pf_error_destroy(err);
	return !err && pf_subject_has_state(subject, &now);
}

/* All states with their tids, and which of them is the oldest with its ident: its index plus one. */
struct survey {
	struct pf_states states;
	struct pf_map oldest;
};

static void survey_deinit(struct survey *survey)
{
	pf_states_deinit(&survey->states);
	pf_map_deinit(&survey->oldest);
}

static struct pf_error *survey_begin(struct survey *survey, struct pf_python *python)
{
	PF_AUTO_FREE struct pf_task *tasks = NULL;
	struct pf_states *states = &survey->states;
	size_t count;
	PF_TRY(pf_process_read_tasks(python->process, &tasks, &count));
	pf_page_cache_clear(python->cache);
	PF_TRY(pf_states_peek(python, &python->pages, states));
	PF_TRY(pf_tids_translate(python, &python->pages, tasks, count, states));
	for (size_t i = states->threads.count; i--;)
		PF_TRY(pf_map_put(&survey->oldest, states->threads.items[i].ident, i + 1));
	return NULL;
}

/*
 * Until a new thread runs, its state has the ident of the thread that starts it (up to 3.11, see
 * new_threadstate()): so it is that one's.
 */
static const struct pf_subject *starter_of(const struct pf_subjects *subjects,
					   const struct survey *survey,
					   const struct pf_thread_state *state)
{
	const uint64_t *oldest = pf_map_find(&survey->oldest, state->ident);
	if (!state->ident || !oldest)
		return NULL;
	const struct pf_thread_state *other = &survey->states.threads.items[*oldest - 1];
	if (other->at == state->at || other->interpreter != state->interpreter)
		return NULL;
	return pf_subjects_find(subjects, other->at);
}

static int64_t interpreter_id(const struct pf_states *states, pf_addr at)
{
	for (size_t i = 0; i < states->interpreters.count; i++) {
		if (states->interpreters.items[i].at == at)
			return states->interpreters.items[i].id;
	}
	return 0;
}

static struct pf_error *open_watch(struct pf_subject *subject, struct pf_process *process)
{
	subject->watch = (struct pf_watch){ .schedstat_fd = -1, .stat_fd = -1, .syscall_fd = -1 };
	return subject->state.tid ? pf_watch_open(&subject->watch, process, subject->state.tid)
				  : NULL;
}

static struct pf_error *add_thread(const struct pf_python *python, struct pf_profile *profile,
				   const struct pf_states *states,
				   const struct pf_thread_state *state, uint32_t *ret)
{
	struct pf_sampled_thread thread = { .tid = state->tid,
					    .ident = state->ident,
					    .interpreter =
						    interpreter_id(states, state->interpreter),
					    .pid = pf_process_pid(python->process) };
	return pf_profile_add_thread(profile, &thread, ret);
}

static struct pf_error *create(const struct pf_subjects *subjects, struct pf_python *python,
			       struct pf_profile *profile, const struct survey *survey,
			       const struct pf_thread_state *state, struct pf_subject **ret)
{
	const struct pf_subject *starter = starter_of(subjects, survey, state);
	struct pf_subject *subject = calloc(1, sizeof(*subject));
	if (!subject)
		return &pf_error_no_memory;
	subject->state = *state;
	subject->thread = starter ? starter->thread : 0;
	struct pf_error *err = open_watch(subject, python->process);
	if (!err && !starter)
		err = add_thread(python, profile, &survey->states, state, &subject->thread);
	if (err) {
		destroy(subject);
		return err == &pf_error_gone ? &pf_error_torn : err;
	}
	*ret = subject;
	return NULL;
}

/* Puts the subject into the table, where OLD's place is if it had one. */
static struct pf_error *put(struct pf_subjects *subjects, struct pf_subject *subject)
{
	uint64_t *known = pf_map_find(&subjects->by_address, subject->state.at);
	if (known) {
		destroy(subjects->items[*known]);
		subjects->items[*known] = subject;
		return NULL;
	}
	PF_TRY(pf_array_reserve(subjects, 1));
	PF_TRY(pf_map_put(&subjects->by_address, subject->state.at, subjects->count));
	subjects->items[subjects->count++] = subject;
	return NULL;
}

static struct pf_error *add(struct pf_subjects *subjects, struct pf_python *python,
			    struct pf_profile *profile, const struct survey *survey,
			    const struct pf_thread_state *state)
{
	struct pf_subject *subject;
	PF_TRY(create(subjects, python, profile, survey, state, &subject));
	struct pf_error *err = put(subjects, subject);
	if (err)
		destroy(subject);
	return err;
}

/* Others are added on the way, while they are known; one that has just ended is left out. */
static struct pf_error *add_other(struct pf_subjects *subjects, struct pf_python *python,
				  struct pf_profile *profile, const struct survey *survey,
				  const struct pf_thread_state *state)
{
	if (!state->tid || pf_subjects_find(subjects, state->at))
		return NULL;
	struct pf_error *err = add(subjects, python, profile, survey, state);
	return err == &pf_error_torn ? NULL : err;
}

struct pf_error *pf_subjects_add(struct pf_subjects *subjects, struct pf_python *python,
				 struct pf_profile *profile, pf_addr at, struct pf_subject **ret)
{
	PF_GUARD(survey_deinit) struct survey survey = { .oldest = { 0 } };
	bool found = false;
	PF_TRY(survey_begin(&survey, python));
	for (size_t i = 0; i < survey.states.threads.count; i++) {
		const struct pf_thread_state *state = &survey.states.threads.items[i];
		found |= state->at == at;
		PF_TRY((state->at == at ? add : add_other)(subjects, python, profile, &survey,
							   state));
	}
	*ret = pf_subjects_find(subjects, at);
	return found ? NULL : &pf_error_torn;
}

void pf_subjects_sweep(struct pf_subjects *subjects)
{
	size_t kept = 0;
	pf_map_clear(&subjects->by_address);
	for (size_t i = 0; i < subjects->count; i++) {
		struct pf_subject *subject = subjects->items[i];
		struct pf_watch_look look;
		bool gone = subject->state.tid && !pf_watch_peek(&subject->watch, &look);
		/* There is room in the map: it had as many entries before. */
		struct pf_error *err =
			gone ? &pf_error_gone
			     : pf_map_put(&subjects->by_address, subject->state.at, kept);
		if (err)
			destroy(subject);
		else
			subjects->items[kept++] = subject;
		pf_error_destroy(err);
	}
	subjects->count = kept;
}

/* The interpreter of the first subject without a name; 0 when all have been named. */
static pf_addr first_unnamed(const struct pf_subjects *subjects)
{
	for (size_t i = 0; i < subjects->count; i++) {
		if (subjects->items[i]->name_tries < PF_NAMED)
			return subjects->items[i]->state.interpreter;
	}
	return 0;
}

static struct pf_error *apply_names(struct pf_subjects *subjects, pf_addr interpreter,
				    const struct pf_map *names, struct pf_profile *profile)
{
	for (size_t i = 0; i < subjects->count; i++) {
		struct pf_subject *subject = subjects->items[i];
		if (subject->state.interpreter != interpreter)
			continue;
		uint64_t *name = pf_map_find(names, subject->state.ident ^ interpreter);
		subject->name_tries = name ? PF_NAMED : subject->name_tries + 1;
		if (name)
			PF_TRY(pf_profile_set_thread_name(profile, subject->thread,
							  (const char *)(uintptr_t)*name));
	}
	return NULL;
}

struct pf_error *pf_subjects_name(struct pf_subjects *subjects, struct pf_python *python,
				  struct pf_profile *profile)
{
	PF_GUARD(pf_arena_deinit) struct pf_arena arena = { 0 };
	PF_GUARD(pf_map_deinit) struct pf_map names = { 0 };
	pf_addr interpreter = first_unnamed(subjects), active = 0;
	if (!interpreter)
		return NULL;
	pf_page_cache_clear(python->cache);
	struct pf_error *err = pf_names_find(&python->pages, interpreter, &active);
	if (!err && active)
		err = pf_names_peek(&python->pages, interpreter, active, &arena, &names);
	if (err && (pf_error_code(err) == PF_NO_MEMORY || pf_error_code(err) == PF_GONE))
		return err;
	pf_error_destroy(err); /* names are a comfort */
	return apply_names(subjects, interpreter, &names, profile);
}
