/* The folders of the user's settings and history, as the XDG base directories say. */
#include "script/folders.h"

#include <stdlib.h>

/* A relative path would be one in the working directory: the specification forbids it. */
static const char *absolute(const char *variable)
{
	const char *path = getenv(variable);
	return path && *path == '/' ? path : NULL;
}

static void append(struct pf_text *ret, const char *variable, const char *below_home)
{
	const char *folder = absolute(variable);
	const char *home = absolute("HOME");
	if (folder)
		pf_text_printf(ret, "%s/pyflame-shell", folder);
	else if (home)
		pf_text_printf(ret, "%s/%s/pyflame-shell", home, below_home);
}

void pf_folder_config(struct pf_text *ret)
{
	append(ret, "XDG_CONFIG_HOME", ".config");
}

void pf_folder_state(struct pf_text *ret)
{
	append(ret, "XDG_STATE_HOME", ".local/state");
}

void pf_folder_expand(struct pf_text *ret, const char *path)
{
	const char *home = absolute("HOME");
	bool below = path[0] == '~' && path[1] == '/' && home;
	pf_text_append_str(ret, below ? home : "");
	pf_text_append_str(ret, below ? path + 1 : path);
}
