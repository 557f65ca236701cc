/* A process, its Python and the holds on it: what a Lua process and a shell session share. */
#include "script/attachment.h"

#include "base/cleanup.h"

#include <string.h>

/* How long an interpreter that starts is waited for. */
static const uint64_t PATIENCE_NS = 300000000;

/* What files of Python's have in their names. */
static const char PYTHON[] = "python";

static volatile size_t hold_count, kept_count,
	busy_count; /* holds; changes of them, and dumps, now */
static void (*calm_hook)(void);

size_t pf_attachment_hold_count(void)
{
	return hold_count;
}

size_t pf_attachment_kept_count(void)
{
	return kept_count;
}

/* The count that HOLD belongs to. */
static volatile size_t *count_of(const struct pf_attachment_hold *hold)
{
	return hold == &hold->of->kept ? &kept_count : &hold_count;
}

bool pf_attachment_is_calm(void)
{
	return !hold_count && !busy_count;
}

void pf_attachment_set_calm_hook(void (*hook)(void))
{
	calm_hook = hook;
}

static void tell_calm(void)
{
	if (pf_attachment_is_calm() && calm_hook)
		calm_hook();
}

void pf_attachment_begin_work(void)
{
	busy_count++;
}

void pf_attachment_end_work(void)
{
	busy_count--;
	tell_calm();
}

static struct pf_error *open_once(struct pf_attachment *attachment, pid_t pid, uint32_t abi)
{
	struct pf_process *process;
	PF_TRY(pf_process_attach(pid, &process));
	struct pf_error *err = pf_python_attach_as(process, abi, &attachment->python);
	if (err) {
		pf_process_destroy(process);
		return err;
	}
	attachment->process = process;
	return NULL;
}

static bool names_python(const char *path)
{
	const char *slash = strrchr(path, '/');
	return strstr(slash ? slash : path, PYTHON) != NULL;
}

/* Whether the program of PID, or a file that it maps, goes by such a name. */
static bool looks_like_python(pid_t pid)
{
	struct pf_process *process = NULL;
	struct pf_maps *maps = NULL;
	struct pf_error *err = pf_process_attach(pid, &process);
	if (!err)
		err = pf_maps_read(process, &maps);
	bool found = !err && names_python(pf_process_executable(process));
	for (size_t i = 0; !err && !found && i < pf_maps_count(maps); i++)
		found = names_python(pf_maps_get(maps, i)->path);
	pf_maps_destroy(err ? NULL : maps);
	pf_process_destroy(process);
	pf_error_destroy(err);
	return found;
}

static bool may_be_starting(const struct pf_error *err, pid_t pid)
{
	enum pf_error_code code = pf_error_code(err);
	return (code == PF_NOT_PYTHON || code == PF_UNSUPPORTED || code == PF_GONE) &&
	       looks_like_python(pid);
}

/* A wrapper is named more often than is meant. */
static struct pf_error *take_child(struct pf_error *err, pid_t pid)
{
	PF_GUARD(pf_text_deinit) struct pf_text program = { 0 };
	pid_t child = 0;
	struct pf_error *unknown = pf_process_find_child(pid, PYTHON, &child, &program);
	if (!unknown && child)
		err = pf_error_take_advice(err, "Its child %d is %s.", (int)child,
					   pf_text_str(&program));
	pf_error_destroy(unknown);
	return err;
}

struct pf_error *pf_attachment_open(struct pf_attachment *attachment, pid_t pid, uint32_t abi)
{
	struct pf_error *err = open_once(attachment, pid, abi);
	if (err && !abi && may_be_starting(err, pid)) {
		pf_error_destroy(err);
		PF_TRY(pf_python_await(pid, PATIENCE_NS));
		err = open_once(attachment, pid, abi);
	}
	if (err && pf_error_code(err) == PF_NOT_PYTHON && !pf_error_advice(err))
		err = take_child(err, pid);
	return err;
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

static void adopt(struct pf_attachment *attachment, struct pf_hold *held, bool python,
		  struct pf_attachment_hold *hold)
{
	*hold = (struct pf_attachment_hold){
		.hold = held, .of = attachment, .next = attachment->holds, .python = python
	};
	attachment->holds = hold;
	++*count_of(hold);
}

void pf_attachment_adopt(struct pf_attachment *attachment, struct pf_hold *held,
			 struct pf_attachment_hold *hold)
{
	pf_hold_lend(held, attachment->process);
	adopt(attachment, held, true, hold);
}

struct pf_error *pf_attachment_stop(struct pf_attachment *attachment, const pid_t *tids,
				    size_t count, struct pf_attachment_hold *hold)
{
	struct pf_hold *held;
	PF_TRY(pf_hold_create(attachment->process, &held));
	busy_count++;
	struct pf_error *err =
		count ? pf_hold_stop(held, tids, count) : pf_python_stop(attachment->python, held);
	if (err)
		pf_hold_destroy(held);
	else
		adopt(attachment, held, !count, hold);
	busy_count--;
	if (err)
		tell_calm();
	return err;
}

static void unlink_hold(struct pf_attachment_hold *hold)
{
	--*count_of(hold);
	struct pf_attachment_hold **link = &hold->of->holds;
	while (*link != hold)
		link = &(*link)->next;
	*link = hold->next;
}

void pf_attachment_release(struct pf_attachment_hold *hold)
{
	if (!hold->hold)
		return;
	busy_count++;
	unlink_hold(hold);
	pf_hold_resume(hold->hold);
	hold->paused_ns = pf_hold_paused_ns(hold->hold);
	pf_hold_destroy(hold->hold);
	hold->hold = NULL;
	busy_count--;
	tell_calm();
}

/* One that has every Python thread; NULL: there is none. */
static struct pf_attachment_hold *find_whole(const struct pf_attachment *attachment)
{
	struct pf_attachment_hold *hold = attachment->holds;
	while (hold && !hold->python)
		hold = hold->next;
	return hold;
}

struct pf_hold *pf_attachment_python_hold(const struct pf_attachment *attachment)
{
	const struct pf_attachment_hold *hold = find_whole(attachment);
	return hold ? hold->hold : NULL;
}

/* A hold that is there is taken from whoever has it. */
static struct pf_error *find_or_create(struct pf_attachment *attachment, struct pf_hold **ret)
{
	struct pf_attachment_hold *whole = find_whole(attachment);
	if (!whole)
		return pf_hold_create(attachment->process, ret);
	unlink_hold(whole);
	*ret = pf_take(whole->hold);
	return NULL;
}

struct pf_error *pf_attachment_keep(struct pf_attachment *attachment)
{
	struct pf_hold *held;
	if (pf_attachment_is_kept(attachment))
		return pf_error_create(PF_USAGE, "The process is stopped already.");
	pf_attachment_begin_work();
	struct pf_error *err = find_or_create(attachment, &held);
	if (!err) {
		err = pf_hold_stop_all(held);
		if (err)
			pf_hold_destroy(held);
		else
			adopt(attachment, held, true, &attachment->kept);
	}
	pf_attachment_end_work();
	return err;
}

bool pf_attachment_is_kept(const struct pf_attachment *attachment)
{
	return attachment->kept.hold != NULL;
}

void pf_attachment_resume(struct pf_attachment *attachment)
{
	pf_attachment_release(&attachment->kept);
}

struct pf_error *pf_attachment_dump(struct pf_attachment *attachment,
				    const struct pf_dump_wish *wish, struct pf_dump **ret)
{
	struct pf_attachment_hold *held = find_whole(attachment);
	struct pf_hold *hold = held ? held->hold : NULL;
	busy_count++;
	struct pf_error *err = wish ? pf_dump_take_full(attachment->python, hold, wish, ret)
				    : pf_dump_take(attachment->python, hold, ret);
	busy_count--;
	tell_calm();
	return err;
}

struct pf_error *pf_attachment_look(struct pf_attachment *attachment,
				    const struct pf_frame_id *frame, pf_view_work *work,
				    void *context)
{
	struct pf_attachment_hold *hold = find_whole(attachment);
	busy_count++;
	struct pf_error *err = pf_values_look(attachment->python, hold ? hold->hold : NULL, frame,
					      work, context, NULL);
	busy_count--;
	tell_calm();
	return err;
}
