#!/bin/sh
# Every Lua file compiles, and luacheck has nothing to say.
. "$PF_SRCDIR/tests/support/tap.sh"
cd "$PF_SRCDIR" || exit 1

luac=
for name in luac5.4 luac-5.4 luac54 luac; do
	if command -v $name >/dev/null && $name -v 2>&1 | grep -q '5\.4'; then
		luac=$name
		break
	fi
done

files=$(find lua scripts tests/lua -name '*.lua' 2>/dev/null | sort)
for file in $files; do
	if [ -n "$luac" ]; then
		ok "$file compiles" $luac -p "$file"
	elif [ -x "$PF_TOOL" ]; then
		ok "$file compiles" "$PF_TOOL" -batch -ex "lua assert(loadfile('$file'))"
	else
		skip "$file compiles" 'no luac 5.4'
	fi
done

if [ -z "$files" ]; then
	skip luacheck 'no Lua files'
elif command -v luacheck >/dev/null; then
	# shellcheck disable=SC2086 # no name in this tree has a space in it
	ok luacheck luacheck --no-color -q $files
else
	skip luacheck 'luacheck is not installed'
fi
finish
