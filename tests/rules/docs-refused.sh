#!/bin/sh
# check-docs sees each kind of disagreement between the documents and the code.
# shellcheck disable=SC2016 # the back quotes are Markdown's
. "$PF_SRCDIR/tests/support/tap.sh"

check=$PF_SRCDIR/build-aux/check-docs
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
mkdir -p "$tree/src/base" "$tree/src/shell" "$tree/src/script" "$tree/lua/commands" "$tree/lua/meta" "$tree/doc"
mkdir -p "$tree/tests/transcripts"

# fill: a tree whose documents agree with its code.
fill() {
	echo '/* Errors, e.g. NULL. More text. */' >"$tree/src/base/error.h"
	printf '/*\n * Errors, e.g. NULL. And\n * more.\n */\n' >"$tree/src/base/error.c"
	echo '/* Attaches. */ struct pf_command x = { .name = "attach" };' >"$tree/src/shell/cmd_attach.c"
	echo 'return { name = "top" }' >"$tree/lua/commands/top.lua"
	echo '/* Binds. */ luaL_Reg functions[] = { {"stop", x}, {"__gc", y}, {0} };' >"$tree/src/script/script.c"
	cat >"$tree/lua/meta/pyflame.lua" <<-'END'
		---@class pyflame
		---@field funcs table
		---@field vars table
		---@field version string
		---@field prompt_hook? function
		pyflame = {}
		function pyflame.stop() end
	END
	cat >"$tree/doc/ARCHITECTURE.md" <<-'END'
		# The house
		- `base/error` — Errors, e.g.
		  NULL.
		- `script/script` — Binds.
		- `shell/cmd_attach` — Attaches.
	END
	echo 'Use `p:stop()`; see [the house](ARCHITECTURE.md#the-house).' >"$tree/doc/lua-api.md"
	printf '.TP\n.B attach\nText.\n.TP\n.B top\nText.\n' >"$tree/doc/pyflame-shell.1"
	echo 'The page.' >"$tree/doc/commands.md"
	printf '(pyflame) at 12\n(pyflame) top\n' >"$tree/tests/transcripts/all.txt"
	cat >"$tree/tool" <<-'END'
		#!/bin/sh
		while read -r line; do
			case $line in
			'help all') echo attach, at -- x; echo top -- y ;;
			'help -markdown') echo The page. ;;
			'help '*) echo Helps. ;;
			'echo '*) printf '%b' "${line#echo }" ;;
			'complete '*) printf 'attach\ntop\n' | grep "^${line#complete }" ;;
			esac
		done
	END
	chmod +x "$tree/tool"
}

accepted() { fill && "$PF_PYTHON3" "$check" --strict --tool "$tree/tool" "$tree"; }

# refused FILE FROM TO MESSAGE: with FROM changed to TO in FILE, check-docs says MESSAGE.
refused() {
	fill
	sed -i "s|$2|$3|" "$tree/$1"
	if output=$("$PF_PYTHON3" "$check" --strict --tool "$tree/tool" "$tree"); then
		echo 'not refused'
		return 1
	fi
	printf '%s\n' "$output" | grep -F "$4"
}

ok 'documents that agree pass' accepted
ok 'a file without a sentence' refused src/base/error.c '^/.*' '//' 'src/base/error.c:1: open with'
ok 'a file with another sentence' \
	refused src/base/error.h Errors Error 'src/base/error.h:1: opens with'
ok 'a module without a line' refused doc/ARCHITECTURE.md base.error base '`base/error`'
ok 'a line without a module' \
	refused doc/ARCHITECTURE.md base.error base/attic '`base/attic` is not in src/'
ok 'a C command without an entry' \
	refused doc/pyflame-shell.1 attach detach 'cmd_attach.c: `attach` has no entry'
ok 'a Lua command without an entry' \
	refused doc/pyflame-shell.1 '.B top' '.B stop' 'top.lua: `top` has no entry'
ok 'a command that help does not list' refused tool top stop 'help does not list `top`'
ok 'a page of commands that is old' refused doc/commands.md page paper '-The paper.'
ok 'a command without help' refused tool Helps. '' '`help attach` says:'
ok 'a command that is not completed' refused tool ntop nto '`complete to` does not offer `top`'
ok 'a command that no transcript has' \
	refused tests/transcripts/all.txt 'e) top' 'e) topple' '`top` is in none of'
ok 'a Lua function without an entry' refused doc/lua-api.md stop go 'script.c: `stop` has no entry'
ok 'a Lua function that editors do not know' \
	refused lua/meta/pyflame.lua '.*pyflame.stop.*' '' 'class pyflame lacks `stop`'
ok 'one that is not there' \
	refused lua/meta/pyflame.lua '.*prompt_hook.*' '---@field nonsense string' \
	'class pyflame has `nonsense`, which is not there'
ok 'a link to a page that is not there' \
	refused doc/lua-api.md ARCHITECTURE.md HOUSE.md 'leads nowhere'
ok 'a link to a heading that is not there' \
	refused doc/lua-api.md '#the-house' '#a-house' 'no such heading'
finish
