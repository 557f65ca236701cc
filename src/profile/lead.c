/* A process that may become a Python: looked at ever less often while it does not. */
#include "profile/lead.h"

#include "base/cleanup.h"
#include "python/runtime.h"
#include "target/proc_file.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * A new program gets ready within some milliseconds; after that it is ever less likely to become a
 * Python, and less still while it asks for no memory: after UNCHANGED rests without that it is
 * looked at anyway, also for a Python without symbols, which takes milliseconds; and the rest is
 * UNLIKELY times as long from then on. PATIENT: so many looks may find a Python that cannot be read
 * yet.
 */
static const uint64_t FIRST_REST_NS = 1000000, LAST_REST_NS = 4000000000;
enum { UNCHANGED = 100, UNLIKELY = 8, PATIENT = 6 };

void pf_find_destroy(struct pf_find *find)
{
	pf_python_detach(find->python);
	pf_process_destroy(find->process);
	*find = (struct pf_find){ 0 };
}

void pf_lead_release(struct pf_lead *lead)
{
	lead->taken = false;
	lead->vain = 0;
	lead->pages = 0;
	lead->due_ns = 0;
	lead->rest_ns = FIRST_REST_NS;
}

bool pf_lead_open(struct pf_lead *lead, pid_t pid)
{
	char path[32];
	snprintf(path, sizeof(path), "/proc/%d", (int)pid);
	*lead = (struct pf_lead){ .pid = pid };
	lead->proc_fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	pf_lead_release(lead);
	return lead->proc_fd >= 0;
}

void pf_lead_close(struct pf_lead *lead)
{
	if (lead->proc_fd >= 0)
		close(lead->proc_fd);
	lead->proc_fd = -1;
}

bool pf_lead_has_ended(const struct pf_lead *lead)
{
	return faccessat(lead->proc_fd, "stat", F_OK, 0) < 0;
}

/* Another program is another chance. */
static void note_program(struct pf_lead *lead)
{
	struct stat now;
	if (fstatat(lead->proc_fd, "exe", &now, 0) < 0 ||
	    (now.st_dev == lead->device && now.st_ino == lead->inode))
		return;
	lead->device = now.st_dev;
	lead->inode = now.st_ino;
	pf_lead_release(lead);
}

static void postpone(struct pf_lead *lead, uint64_t now_ns)
{
	lead->vain++;
	lead->due_ns = now_ns + lead->rest_ns;
	lead->rest_ns += lead->rest_ns / 2;
	if (lead->rest_ns > LAST_REST_NS)
		lead->rest_ns = LAST_REST_NS;
}

/* How many pages of memory it has asked for; the first number of statm. */
static long count_pages(const struct pf_lead *lead)
{
	PF_GUARD(pf_text_deinit) struct pf_text statm = { 0 };
	struct pf_error *err = pf_proc_file_read(lead->proc_fd, lead->pid, "statm", &statm);
	pf_error_destroy(err);
	return err ? 0 : strtol(pf_text_str(&statm), NULL, 10);
}

static bool is_due(struct pf_lead *lead, uint64_t now_ns)
{
	if (now_ns < lead->due_ns)
		return false;
	long pages = count_pages(lead);
	if (pages == lead->pages && now_ns < lead->due_ns + lead->rest_ns * UNCHANGED)
		return false;
	lead->settled = pages == lead->pages;
	if (lead->settled)
		lead->rest_ns *= UNLIKELY;
	lead->pages = pages;
	return true;
}

static struct pf_error *attach(struct pf_lead *lead, struct pf_find *ret)
{
	PF_GUARD(pf_find_destroy) struct pf_find find = { 0 };
	PF_TRY(pf_process_attach(lead->pid, &find.process));
	PF_TRY(lead->settled ? pf_python_attach(find.process, &find.python)
			     : pf_python_attach_hastily(find.process, &find.python));
	if (pf_lead_has_ended(lead)) /* what was attached is another one */
		return &pf_error_gone;
	*ret = find;
	find = (struct pf_find){ 0 };
	lead->taken = true;
	return NULL;
}

/* A Python that is still getting ready may look like one that is not supported. */
static bool is_telling(const struct pf_lead *lead, enum pf_error_code code)
{
	return code == PF_NO_MEMORY ||
	       (!lead->refused &&
		(code == PF_PERMISSION ||
		 (lead->vain >= PATIENT && (code == PF_UNSUPPORTED || code == PF_SYSTEM))));
}

struct pf_error *pf_lead_look(struct pf_lead *lead, uint64_t now_ns, struct pf_find *ret)
{
	*ret = (struct pf_find){ 0 };
	if (lead->taken)
		return NULL;
	note_program(lead);
	if (!is_due(lead, now_ns))
		return NULL;
	postpone(lead, now_ns);
	struct pf_error *err = attach(lead, ret);
	if (err && is_telling(lead, pf_error_code(err))) {
		lead->refused = true;
		return err;
	}
	pf_error_destroy(err);
	return NULL;
}
