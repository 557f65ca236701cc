/* A process, its Python and the holds on it: what a Lua process and a shell session share. */
#include "script/attachment.h"

struct pf_error *pf_attachment_open(struct pf_attachment *attachment, pid_t pid)
{
	struct pf_process *process;
	PF_TRY(pf_process_attach(pid, &process));
	struct pf_error *err = pf_python_attach(process, &attachment->python);
	if (err) {
		pf_process_destroy(process);
		return err;
	}
	attachment->process = process;
	return NULL;
}

void pf_attachment_close(struct pf_attachment *attachment)
{
	if (!attachment->process)
		return;
	while (attachment->holds)
		pf_attachment_release(attachment->holds);
	pf_python_detach(attachment->python);
	pf_process_destroy(attachment->process);
	attachment->python = NULL;
	attachment->process = NULL;
	attachment->generation++;
}

struct pf_error *pf_attachment_stop(struct pf_attachment *attachment, const pid_t *tids,
				    size_t count, struct pf_attachment_hold *hold)
{
	struct pf_hold *held;
	PF_TRY(pf_hold_create(attachment->process, &held));
	struct pf_error *err =
		count ? pf_hold_stop(held, tids, count) : pf_python_stop(attachment->python, held);
	if (err) {
		pf_hold_destroy(held);
		return err;
	}
	*hold = (struct pf_attachment_hold){
		.hold = held, .of = attachment, .next = attachment->holds, .python = !count
	};
	attachment->holds = hold;
	return NULL;
}

static void unlink_hold(struct pf_attachment_hold *hold)
{
	struct pf_attachment_hold **link = &hold->of->holds;
	while (*link != hold)
		link = &(*link)->next;
	*link = hold->next;
}

void pf_attachment_release(struct pf_attachment_hold *hold)
{
	if (!hold->hold)
		return;
	unlink_hold(hold);
	pf_hold_resume(hold->hold);
	hold->paused_ns = pf_hold_paused_ns(hold->hold);
	pf_hold_destroy(hold->hold);
	hold->hold = NULL;
}

struct pf_error *pf_attachment_dump(struct pf_attachment *attachment, struct pf_dump **ret)
{
	struct pf_attachment_hold *hold = attachment->holds;
	while (hold && !hold->python)
		hold = hold->next;
	return pf_dump_take(attachment->python, hold ? hold->hold : NULL, ret);
}
