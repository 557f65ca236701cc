/* What the files of the Lua value share: a handle of an object, and looks at it. */
#ifndef PF_SCRIPT_VALUE_H
#define PF_SCRIPT_VALUE_H

#include "script/script.h"

/* The user value, if there is one, is what keeps the attachment alive. */
struct script_value {
	struct script_moment moment;
	struct script_found found;
};

/* The value at INDEX; raises when it is something else. */
const struct script_value *script_value_check(lua_State *L, int index);

/*
 * Looks at VALUE, which must be where it was, from a frame that is where it was. WORK may be called
 * again, and must not call Lua.
 */
struct pf_error *script_value_look(lua_State *L, const struct script_value *value,
				   pf_view_work *work, void *context) PF_CHECKED;

/* Pushes an object that was found in such a look at the value at INDEX. */
void script_value_push_found(lua_State *L, int index, struct script_found found);

/* An object that may be a value of Lua's own; its text is in a text that several share. */
struct script_plain {
	struct script_found found;
	struct pf_plain plain;
	size_t text, size;
};

/* In a look: what the object at AT is; its text, of MAX_STRING characters (0: all), to *texts. */
struct pf_error *script_plain_read(struct pf_view *view, pf_addr at, unsigned max_string,
				   struct pf_text *texts, struct script_plain *ret) PF_CHECKED;

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
