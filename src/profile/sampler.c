/* Sampling in a thread of its own: starting it, taking its samples, ending it. */
#include "profile/crossing.h"

#include "base/cleanup.h"
#include "profile/profile.h"
#include "profile/sampling.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>

/*
 * A target can make ever new functions. What is sampled is in memory three times: here, in the
 * outbox, and where it is taken to.
 */
enum { MAX_MEMORY = 256 * 1024 * 1024 };

void pf_sampler_stop(struct pf_sampler *sampler)
{
	int number = errno;
	sampler->stop = true;
	pf_crossing_signal(sampler->stop_fd);
	errno = number;
}

static void *run(void *argument)
{
	struct pf_sampler *sampler = argument;
	struct pf_error *err = pf_sampling_run(sampler);
	struct pf_error *late = pf_crossing_deliver(sampler);
	if (!err)
		err = late;
	else
		pf_error_destroy(late);
	pthread_mutex_lock(&sampler->lock);
	sampler->reason = err;
	sampler->ended = true;
	pthread_cond_broadcast(&sampler->attached);
	pthread_mutex_unlock(&sampler->lock);
	pf_crossing_signal(sampler->ready_fd);
	return NULL;
}

void pf_sampler_destroy(struct pf_sampler *sampler)
{
	if (!sampler)
		return;
	if (sampler->started) {
		pf_sampler_stop(sampler);
		pthread_join(sampler->thread, NULL);
	}
	if (sampler->stop_fd >= 0)
		close(sampler->stop_fd);
	if (sampler->ready_fd >= 0)
		close(sampler->ready_fd);
	pf_profile_destroy(sampler->profile);
	pf_profile_destroy(sampler->outbox);
	pf_error_destroy(sampler->reason);
	pf_error_destroy(sampler->refusal);
	for (size_t i = 0; i < PF_VERDICT_COUNT; i++)
		pf_error_destroy(sampler->doubts[i]);
	pf_wish_deinit(&sampler->wish);
	pthread_cond_destroy(&sampler->attached);
	pthread_mutex_destroy(&sampler->lock);
	free(sampler);
}

PF_DEFINE_GUARD(guard_sampler, struct pf_sampler *, pf_sampler_destroy);

static struct pf_error *create(pid_t pid, const struct pf_sampling_options *options,
			       struct pf_sampler **ret)
{
	PF_GUARD(guard_sampler) struct pf_sampler *sampler = calloc(1, sizeof(*sampler));
	if (!sampler)
		return &pf_error_no_memory;
	sampler->pid = pid;
	sampler->options = *options;
	sampler->options.where = NULL; /* the caller's, as is: */
	sampler->options.filter = NULL;
	pthread_mutex_init(&sampler->lock, NULL);
	pthread_cond_init(&sampler->attached, NULL);
	sampler->stop_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	sampler->ready_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (sampler->stop_fd < 0 || sampler->ready_fd < 0)
		return pf_error_system(errno, "cannot make an eventfd");
	PF_TRY(pf_profile_create(&sampler->profile));
	PF_TRY(pf_profile_create(&sampler->outbox));
	if (options->where)
		PF_TRY(pf_wish_init(&sampler->wish, options->where, options->filter));
	pf_profile_set_limit(sampler->profile,
			     options->max_memory ? options->max_memory : MAX_MEMORY);
	*ret = pf_take(sampler);
	return NULL;
}

/* Signals are for the threads of the program, not for this one. */
static struct pf_error *start_thread(struct pf_sampler *sampler)
{
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int number = pthread_create(&sampler->thread, NULL, run, sampler);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (number)
		return pf_error_system(number, "cannot start the sampler's thread");
	sampler->started = true;
	return NULL;
}

/* Waits until the thread is attached, or has failed; then the error is the caller's. */
static struct pf_error *await_attached(struct pf_sampler *sampler)
{
	pthread_mutex_lock(&sampler->lock);
	while (!sampler->running && !sampler->ended)
		pthread_cond_wait(&sampler->attached, &sampler->lock);
	struct pf_error *err = sampler->running ? NULL : pf_take(sampler->reason);
	pthread_mutex_unlock(&sampler->lock);
	return err;
}

struct pf_error *pf_sampler_start(pid_t pid, const struct pf_sampling_options *options,
				  struct pf_sampler **ret)
{
	PF_GUARD(guard_sampler) struct pf_sampler *sampler = NULL;
	if (options->where && options->mode == PF_NONSTOP)
		return pf_error_create(PF_USAGE,
				       "in nonstop mode samples cannot be chosen by values: "
				       "the process changes them while they are read");
	PF_TRY(create(pid, options, &sampler));
	PF_TRY(start_thread(sampler));
	PF_TRY(await_attached(sampler));
	*ret = pf_take(sampler);
	return NULL;
}

static struct pf_error *wait_ready(struct pf_sampler *sampler, uint64_t timeout_ns)
{
	struct pollfd wish = { .fd = sampler->ready_fd, .events = POLLIN };
	struct timespec timeout = { (time_t)(timeout_ns / 1000000000),
				    (long)(timeout_ns % 1000000000) };
	int ready = ppoll(&wish, 1, timeout_ns == UINT64_MAX ? NULL : &timeout, NULL);
	if (ready < 0 && errno == EINTR)
		return &pf_error_interrupted;
	uint64_t count;
	ssize_t done = ready > 0 ? read(sampler->ready_fd, &count, sizeof(count)) : 0;
	(void)done;
	return NULL;
}

struct pf_error *pf_sampler_take(struct pf_sampler *sampler, uint64_t timeout_ns,
				 struct pf_profile *profile, bool *ended)
{
	PF_TRY(wait_ready(sampler, timeout_ns));
	pthread_mutex_lock(&sampler->lock);
	struct pf_error *err = pf_profile_move(sampler->outbox, profile);
	*ended = sampler->ended;
	pthread_mutex_unlock(&sampler->lock);
	if (*ended)
		pf_crossing_signal(sampler->ready_fd); /* whoever asks again need not wait */
	return err;
}

const struct pf_error *pf_sampler_reason(const struct pf_sampler *sampler)
{
	return sampler->reason;
}

const struct pf_error *pf_sampler_refusal(struct pf_sampler *sampler)
{
	pthread_mutex_lock(&sampler->lock);
	const struct pf_error *refusal = sampler->refusal;
	pthread_mutex_unlock(&sampler->lock);
	return refusal;
}

const struct pf_error *pf_sampler_doubt(struct pf_sampler *sampler)
{
	pthread_mutex_lock(&sampler->lock);
	const struct pf_error *doubt = sampler->doubts[PF_VERDICT_UNDECIDED]
					       ? sampler->doubts[PF_VERDICT_UNDECIDED]
					       : sampler->doubts[PF_VERDICT_NOWHERE];
	pthread_mutex_unlock(&sampler->lock);
	return doubt;
}
