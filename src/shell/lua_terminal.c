/* What Lua may do with the terminal: its size, a line that is redrawn, styles, keys. */
#include "shell/lua_terminal.h"

#include "script/script.h"
#include "shell/lua_state.h"

#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

static int columns(void)
{
	struct winsize size;
	return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) || !size.ws_col ? 80 : size.ws_col;
}

/* As many bytes of TEXT as fit into a line, whole characters only. */
static int fitting(const char *text)
{
	int width = columns() - 1, size = 0;
	for (; text[size]; size++) {
		bool begins = (text[size] & 0xc0) != 0x80;
		if (begins && !width--)
			break;
	}
	return size;
}

/*
 * pyflame.status_line(text) -> whether it is seen: on stderr, in place of what it showed before;
 * "" removes it. Nothing is shown with -q, or where stderr is no terminal.
 */
int pf_lua_terminal_status_line(lua_State *L)
{
	const char *text = luaL_checkstring(L, 1);
	bool seen = !pf_lua_session(L)->quiet && isatty(STDERR_FILENO);
	if (seen) {
		fprintf(stderr, "\r%.*s\x1b[K", fitting(text), text);
		fflush(stderr);
	}
	lua_pushboolean(L, seen);
	return 1;
}

/*
 * pyflame.style(element, text) -> the text as "set style" says that such elements look, where the
 * output goes to a terminal that shows it; else the text.
 */
int pf_lua_terminal_style(lua_State *L)
{
	const struct pf_output *output = &pf_lua_session(L)->output;
	enum pf_style style = pf_style_find(luaL_checkstring(L, 1));
	luaL_argcheck(L, style != PF_STYLE_COUNT, 1, "no such element");
	luaL_checkstring(L, 2);
	lua_settop(L, 2);
	const char *begin = pf_output_is_styled(output) ? output->styles.begin[style] : "";
	if (!*begin || !lua_rawlen(L, 2))
		return 1;
	lua_pushstring(L, begin);
	lua_insert(L, 2);
	lua_pushstring(L, pf_style_end);
	lua_concat(L, 3);
	return 1;
}

/* pyflame.columns() -> how wide the terminal is that output goes to | nil when it goes elsewhere */
int pf_lua_terminal_columns(lua_State *L)
{
	size_t width = pf_output_columns(&pf_lua_session(L)->output, 0);
	return script_push_known(L, (lua_Integer)width, 0);
}

/* pyflame.is_prompt() -> whether commands come from a terminal, sooner or later */
int pf_lua_terminal_is_prompt(lua_State *L)
{
	lua_pushboolean(L, pf_lua_session(L)->has_prompt);
	return 1;
}

/* pyflame.rows() -> how high that terminal is | nil */
int pf_lua_terminal_rows(lua_State *L)
{
	const struct pf_output *output = &pf_lua_session(L)->output;
	struct winsize size;
	bool known = !output->captures && !ioctl(fileno(output->sink), TIOCGWINSZ, &size);
	return script_push_known(L, known ? size.ws_row : 0, 0);
}

/* Whoever sets a terminal from the background is stopped for it. */
static bool is_foreground(int fd)
{
	return isatty(fd) && tcgetpgrp(fd) == getpgrp();
}

/* Takes a key that was typed; false when there is none. The terminal gives lines otherwise. */
static bool read_key(int fd, char *ret)
{
	struct termios lines;
	if (!is_foreground(fd) || tcgetattr(fd, &lines))
		return false;
	struct termios keys = lines;
	keys.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	keys.c_cc[VMIN] = 0;
	keys.c_cc[VTIME] = 0;
	bool good = !tcsetattr(fd, TCSANOW, &keys) && read(fd, ret, 1) == 1;
	tcsetattr(fd, TCSANOW, &lines);
	return good;
}

/*
 * pyflame.key() -> a key that was typed, and not read yet | nil. The terminal is changed for that
 * instant only, in which no signal comes: however we end, it is as it was.
 */
int pf_lua_terminal_key(lua_State *L)
{
	sigset_t all, before;
	char key;
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	bool typed = read_key(STDIN_FILENO, &key);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (!typed)
		return script_push_text(L, NULL);
	lua_pushlstring(L, &key, 1);
	return 1;
}
