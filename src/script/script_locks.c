/* process:locks(): which threads wait for which locks, and who holds them. */
#include "script/script.h"

static void set_place(lua_State *L, const char *key, const struct pf_lock_place *place)
{
	if (!place->function)
		return;
	lua_createtable(L, 0, 3);
	script_set_text(L, "func", place->function);
	script_set_text(L, "file", place->file);
	script_set_known(L, "line", place->line, PF_UNKNOWN);
	lua_setfield(L, -2, key);
}

static void push_wait(lua_State *L, const struct pf_lock_wait *wait)
{
	lua_createtable(L, 0, 12);
	script_set_integer(L, "thread", (int64_t)wait->thread);
	script_set_known(L, "tid", wait->tid, 0);
	script_set_integer(L, "lock", (int64_t)wait->lock);
	script_set_text(L, "type", wait->type);
	script_set_text(L, "text", wait->text);
	script_set_boolean(L, "notice", wait->notice);
	set_place(L, "place", &wait->place);
	script_set_known(L, "owner_ident", (int64_t)wait->owner_ident, 0);
	script_set_known(L, "owner", (int64_t)wait->owner, 0);
	script_set_known(L, "owner_tid", wait->owner_tid, 0);
	set_place(L, "owner_place", &wait->owner_place);
	script_set_known(L, "deadlock", (int64_t)wait->deadlock, 0);
}

static void destroy(void *waits)
{
	pf_lock_waits_destroy(waits);
}

/* process:locks() -> array of tables | nil, message, code */
int script_locks_read(lua_State *L)
{
	struct pf_attachment *it = script_process_check(L, 1);
	struct script_guard *guard = script_guard_push(L, destroy);
	struct pf_lock_waits *waits;
	pf_attachment_begin_work();
	struct pf_error *err =
		pf_python_read_locks(it->python, pf_attachment_python_hold(it), &waits);
	pf_attachment_end_work();
	if (err)
		return script_result(L, err);
	guard->owned = waits;
	lua_createtable(L, (int)waits->count, 0);
	for (size_t i = 0; i < waits->count; i++) {
		push_wait(L, &waits->items[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	script_guard_empty(guard);
	return 1;
}
