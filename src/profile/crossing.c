/* The crossing between the sampler's thread and whoever takes its samples. */
#include "profile/crossing.h"

#include "profile/profile.h"

#include <unistd.h>

void pf_crossing_signal(int fd)
{
	uint64_t one = 1;
	ssize_t done = write(fd, &one, sizeof(one)); /* full: then it is readable already */
	(void)done;
}

struct pf_error *pf_crossing_deliver(struct pf_sampler *sampler)
{
	pthread_mutex_lock(&sampler->lock);
	struct pf_error *err = pf_profile_move(sampler->profile, sampler->outbox);
	pthread_mutex_unlock(&sampler->lock);
	pf_crossing_signal(sampler->ready_fd);
	return err;
}
