/* What the files of the Lua value share: a handle of what an expression is worth, and looks at it. */
#ifndef PF_SCRIPT_VALUE_H
#define PF_SCRIPT_VALUE_H

#include "script/script.h"

/*
 * An object of the process, or a value of our own. The user value, if there is one, is what keeps
 * the attachment alive, and what RESULT points to beside what is in ARENA.
 */
struct script_value {
	struct script_moment moment;
	struct pf_result result;
	pf_addr class;	       /* of the object that it has an address of; 0: not known */
	struct pf_arena arena; /* of the texts and items of results of our own */
};

/* The value at INDEX; raises when it is something else. NULL in the other function. */
const struct script_value *script_value_check(lua_State *L, int index);
const struct script_value *script_value_test(lua_State *L, int index);

/* Pushes an empty value, for a work to fill; OWNER is a stack index, or 0. */
struct script_value *script_value_push_empty(lua_State *L, int owner,
					     const struct script_moment *moment);

/* In a look: makes RESULT, whose texts and items are in VALUE's arena, what VALUE is. */
struct pf_error *script_value_set(struct pf_view *view, struct script_value *value,
				  const struct pf_result *result) PF_CHECKED;

/* In a look: TORN when the object that VALUE has an address of is another one now. */
struct pf_error *script_value_verify(struct pf_view *view,
				     const struct script_value *value) PF_CHECKED;

/*
 * Looks at VALUE, which must be where it was, from a frame that is where it was. WORK may be called
 * again, and must not call Lua.
 */
struct pf_error *script_value_look(lua_State *L, const struct script_value *value,
				   pf_view_work *work, void *context) PF_CHECKED;

/* Pushes an object that was found in such a look at the value at INDEX. */
void script_value_push_found(lua_State *L, int index, struct script_found found);

/*
 * The value of Lua's at INDEX as a result of our own, or the result of a value; its text is copied
 * into ARENA. False when there is none for it.
 */
bool script_result_of(lua_State *L, int index, struct pf_arena *arena, struct pf_result *ret);

/* An object that may be a value of Lua's own; its text is in a text that several share. */
struct script_plain {
	struct script_found found;
	struct pf_plain plain;
	size_t text, size;
};

/* In a look: what the object at AT is; its text, of MAX_STRING characters (0: all), to *texts. */
struct pf_error *script_plain_read(struct pf_view *view, pf_addr at, unsigned max_string,
				   struct pf_text *texts, struct script_plain *ret) PF_CHECKED;

/* Makes it a text that says that it is not shown. */
void script_plain_redact(struct pf_text *texts, struct script_plain *ret);

/*
 * The same of a result; PF_PLAIN_OTHER without an address when Lua has none for it. A secret is a
 * text that says so.
 */
struct pf_error *script_plain_read_result(struct pf_view *view, const struct pf_result *result,
					  unsigned max_string, struct pf_text *texts,
					  struct script_plain *ret) PF_CHECKED;

/* Pushes it: nil for None, and as a value where Lua has none, found from the value at VALUE. */
void script_plain_push(lua_State *L, int value, const struct pf_text *texts,
		       const struct script_plain *it);

/* The same for what is to be a key of a table, which nil and NaN cannot be. */
void script_plain_push_key(lua_State *L, int value, const struct pf_text *texts,
			   const struct script_plain *it);

/* value:items(), value:attributes(), value:tolua{...} */
int script_contents_items(lua_State *L);
int script_contents_attributes(lua_State *L);
int script_tolua(lua_State *L);

#endif
