/* The crossing between the sampler's thread and whoever takes its samples. */
#include "profile/crossing.h"

#include "base/cleanup.h"
#include "profile/profile.h"

#include <unistd.h>

void pf_crossing_signal(int fd)
{
	uint64_t one = 1;
	ssize_t done = write(fd, &one, sizeof(one)); /* full: then it is readable already */
	(void)done;
}

void pf_crossing_note_doubts(struct pf_sampler *sampler, struct pf_error *reasons[PF_VERDICT_COUNT])
{
	for (size_t i = 0; i < PF_VERDICT_COUNT; i++) {
		if (!reasons[i] || sampler->doubts[i])
			continue;
		pthread_mutex_lock(&sampler->lock);
		sampler->doubts[i] = pf_take(reasons[i]);
		pthread_mutex_unlock(&sampler->lock);
	}
}

struct pf_error *pf_crossing_deliver(struct pf_sampler *sampler)
{
	pthread_mutex_lock(&sampler->lock);
	struct pf_error *err = pf_profile_move(sampler->profile, sampler->outbox);
	pthread_mutex_unlock(&sampler->lock);
	pf_crossing_signal(sampler->ready_fd);
	return err;
}
