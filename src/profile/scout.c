/* Looking out for the Pythons among a process and its descendants, in a thread of its own. */
#include "profile/scout.h"

#include "base/array.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "profile/course.h"
#include "target/children.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>

/*
 * A rest after each round, and so many times what it took to see who is there, and what it took to
 * look at them: many processes are looked at less often.
 */
static const uint64_t REST_NS = 10000000;
enum { SPREAD_REST = 10, LOOK_REST = 3, MAX_LEADS = 8192 };

struct pf_scout {
	pid_t root;
	struct pf_process *process; /* root's */
	PF_ARRAY(struct pf_lead) leads;
	struct pf_pids children;
	pthread_t thread;
	bool started;
	int stop_fd;	  /* eventfd */
	uint64_t rest_ns; /* after this round */
	atomic_uint_fast64_t cpu_ns;
	atomic_bool news; /* there is something to take */

	pthread_mutex_t lock;
	PF_ARRAY(struct pf_find) finds;
	struct pf_pids returned;
	struct pf_error *reason, *refusal;
	uint64_t refusals;
};

static bool is_known(const struct pf_scout *scout, pid_t pid)
{
	for (size_t i = 0; i < scout->leads.count; i++) {
		if (scout->leads.items[i].pid == pid)
			return true;
	}
	return false;
}

static struct pf_error *add(struct pf_scout *scout, pid_t pid)
{
	struct pf_lead lead;
	if (pid == getpid() || is_known(scout, pid) || scout->leads.count >= MAX_LEADS)
		return NULL;
	PF_TRY(pf_array_reserve(&scout->leads, 1));
	if (pf_lead_open(&lead, pid))
		scout->leads.items[scout->leads.count++] = lead;
	return NULL;
}

static void drop_ended(struct pf_scout *scout)
{
	size_t kept = 0;
	for (size_t i = 0; i < scout->leads.count; i++) {
		struct pf_lead *lead = &scout->leads.items[i];
		if (pf_lead_has_ended(lead))
			pf_lead_close(lead);
		else
			scout->leads.items[kept++] = *lead;
	}
	scout->leads.count = kept;
}

/* Children of those that are found on the way are found on the way, too. */
static struct pf_error *spread(struct pf_scout *scout)
{
	for (size_t i = 0; i < scout->leads.count; i++) {
		scout->children.count = 0;
		PF_TRY(pf_children_read(scout->leads.items[i].proc_fd, scout->leads.items[i].pid,
					&scout->children));
		for (size_t k = 0; k < scout->children.count; k++)
			PF_TRY(add(scout, scout->children.items[k]));
	}
	return NULL;
}

void pf_scout_refuse(struct pf_scout *scout, struct pf_error *err)
{
	pthread_mutex_lock(&scout->lock);
	if (!scout->refusals++)
		scout->refusal = pf_take(err);
	pthread_mutex_unlock(&scout->lock);
	pf_error_destroy(err);
}

static struct pf_error *hand_over(struct pf_scout *scout, struct pf_find *find)
{
	pthread_mutex_lock(&scout->lock);
	struct pf_error *err = pf_array_push(&scout->finds, *find);
	pthread_mutex_unlock(&scout->lock);
	if (err)
		pf_find_destroy(find);
	scout->news = true;
	return err;
}

static struct pf_error *look(struct pf_scout *scout, struct pf_lead *lead)
{
	struct pf_find find;
	struct pf_error *err = pf_lead_look(lead, pf_clock_now_ns(), &find);
	if (err && pf_error_code(err) == PF_NO_MEMORY)
		return err;
	if (err)
		pf_scout_refuse(scout, err);
	return find.python ? hand_over(scout, &find) : NULL;
}

static void take_back(struct pf_scout *scout)
{
	pthread_mutex_lock(&scout->lock);
	for (size_t i = 0; i < scout->returned.count; i++) {
		for (size_t k = 0; k < scout->leads.count; k++) {
			if (scout->leads.items[k].pid == scout->returned.items[i])
				pf_lead_release(&scout->leads.items[k]);
		}
	}
	scout->returned.count = 0;
	pthread_mutex_unlock(&scout->lock);
}

/* An exec is no end. */
static struct pf_error *check_root(struct pf_scout *scout)
{
	struct pf_error *err = pf_process_check(scout->process);
	if (!err)
		return NULL;
	pf_error_destroy(err);
	struct pf_process *now;
	err = pf_process_attach(scout->root, &now);
	if (!err) {
		pf_process_destroy(scout->process);
		scout->process = now;
	} else if (pf_error_code(err) != PF_GONE) {
		pf_error_destroy(err); /* it is there */
		return NULL;
	}
	return err;
}

static struct pf_error *go_round(struct pf_scout *scout)
{
	uint64_t began_ns = pf_course_cpu_ns();
	take_back(scout);
	drop_ended(scout);
	PF_TRY(spread(scout));
	uint64_t spread_ns = pf_course_cpu_ns();
	for (size_t i = 0; i < scout->leads.count; i++)
		PF_TRY(look(scout, &scout->leads.items[i]));
	scout->rest_ns = REST_NS + (spread_ns - began_ns) * SPREAD_REST +
			 (pf_course_cpu_ns() - spread_ns) * LOOK_REST;
	return check_root(scout);
}

/* False when it is time to end. */
static bool rest(struct pf_scout *scout)
{
	uint64_t ns = scout->rest_ns;
	struct pollfd wish = { .fd = scout->stop_fd, .events = POLLIN };
	struct timespec timeout = { (time_t)(ns / 1000000000), (long)(ns % 1000000000) };
	return ppoll(&wish, 1, &timeout, NULL) <= 0;
}

static void *run(void *argument)
{
	struct pf_scout *scout = argument;
	struct pf_error *err = NULL;
	prctl(PR_SET_NAME, "scouting"); /* for who looks at our threads */
	while (!err && rest(scout)) {
		err = go_round(scout);
		scout->cpu_ns = pf_course_cpu_ns();
	}
	pthread_mutex_lock(&scout->lock);
	scout->reason = err;
	pthread_mutex_unlock(&scout->lock);
	scout->news = true;
	return NULL;
}

static void stop(struct pf_scout *scout)
{
	uint64_t one = 1;
	ssize_t done = write(scout->stop_fd, &one, sizeof(one));
	(void)done;
	pthread_join(scout->thread, NULL);
}

void pf_scout_destroy(struct pf_scout *scout)
{
	if (!scout)
		return;
	if (scout->started)
		stop(scout);
	if (scout->stop_fd >= 0)
		close(scout->stop_fd);
	for (size_t i = 0; i < scout->leads.count; i++)
		pf_lead_close(&scout->leads.items[i]);
	for (size_t i = 0; i < scout->finds.count; i++)
		pf_find_destroy(&scout->finds.items[i]);
	pf_array_deinit(&scout->leads);
	pf_array_deinit(&scout->finds);
	pf_array_deinit(&scout->children);
	pf_array_deinit(&scout->returned);
	pf_error_destroy(scout->reason);
	pf_error_destroy(scout->refusal);
	pf_process_destroy(scout->process);
	pthread_mutex_destroy(&scout->lock);
	free(scout);
}

PF_DEFINE_GUARD(guard_scout, struct pf_scout *, pf_scout_destroy);

static struct pf_error *create(pid_t root, struct pf_scout **ret)
{
	PF_GUARD(guard_scout) struct pf_scout *scout = calloc(1, sizeof(*scout));
	if (!scout)
		return &pf_error_no_memory;
	scout->root = root;
	pthread_mutex_init(&scout->lock, NULL);
	scout->stop_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (scout->stop_fd < 0)
		return pf_error_system(errno, "cannot make an eventfd");
	PF_TRY(pf_process_attach(root, &scout->process));
	PF_TRY(add(scout, root));
	*ret = pf_take(scout);
	return NULL;
}

struct pf_error *pf_scout_start(pid_t root, struct pf_scout **ret)
{
	PF_GUARD(guard_scout) struct pf_scout *scout = NULL;
	PF_TRY(pf_children_check());
	PF_TRY(create(root, &scout));
	PF_TRY(go_round(scout));
	int number = pthread_create(&scout->thread, NULL, run, scout); /* signals: as its maker */
	if (number)
		return pf_error_system(number, "cannot start the scout's thread");
	scout->started = true;
	*ret = pf_take(scout);
	return NULL;
}

bool pf_scout_take(struct pf_scout *scout, struct pf_find *ret)
{
	if (!scout->news)
		return false;
	pthread_mutex_lock(&scout->lock);
	bool any = scout->finds.count > 0;
	if (any)
		*ret = scout->finds.items[--scout->finds.count];
	scout->news = scout->finds.count || scout->reason;
	pthread_mutex_unlock(&scout->lock);
	return any;
}

void pf_scout_give_back(struct pf_scout *scout, pid_t pid)
{
	pthread_mutex_lock(&scout->lock);
	struct pf_error *err = pf_array_push(&scout->returned, pid);
	pthread_mutex_unlock(&scout->lock);
	pf_error_destroy(err); /* it is sampled no more */
}

struct pf_error *pf_scout_reason(struct pf_scout *scout)
{
	if (!scout->news)
		return NULL;
	pthread_mutex_lock(&scout->lock);
	struct pf_error *err = pf_take(scout->reason);
	pthread_mutex_unlock(&scout->lock);
	return err;
}

uint64_t pf_scout_refusals(struct pf_scout *scout, struct pf_error **ret)
{
	pthread_mutex_lock(&scout->lock);
	uint64_t count = scout->refusals;
	*ret = pf_take(scout->refusal);
	pthread_mutex_unlock(&scout->lock);
	return count;
}

uint64_t pf_scout_cpu_ns(struct pf_scout *scout)
{
	return scout->cpu_ns;
}
