#!/bin/sh
# embed-lua: any bytes come through, nothing is touched for nothing, no files are fine too.
. "$PF_SRCDIR/tests/support/tap.sh"

embed=$PF_SRCDIR/build-aux/embed-lua
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/lua/commands" "$work/lua/meta"
: >"$work/lua/meta/editors.lua"
printf 'return "\303\251\\n"\t-- \000 \377 %%' >"$work/lua/commands/a.lua"
: >"$work/lua/empty.lua"

names() { sh "$embed" "$work/lua" "$work/e.c" && grep -c '{"commands/a.lua"\|{"empty.lua"' "$work/e.c" | grep -x 2; }
bytes() {
	od -An -v -tu1 <"$work/lua/commands/a.lua" | tr ' ' '\n' | sed '/^$/d' >"$work/want"
	sed -n '/file_0\[\]/,/};/p' "$work/e.c" | sed '1d;$d' | tr ',' '\n' | sed '/^$/d' >"$work/have"
	diff "$work/want" "$work/have"
}
untouched() {
	touch -d '2001-01-01' "$work/e.c"
	sh "$embed" "$work/lua" "$work/e.c" && find "$work/e.c" -newer "$work/lua/empty.lua" | awk 'END { exit NR }'
}
changed() {
	rm "$work/lua/empty.lua"
	sh "$embed" "$work/lua" "$work/e.c" && ! grep -q 'empty.lua' "$work/e.c"
}
no_meta() { sh "$embed" "$work/lua" "$work/e.c" && ! grep -q 'meta/' "$work/e.c"; }
none() { sh "$embed" "$work/no-such-folder" "$work/n.c" && grep -q '{0, 0, 0}' "$work/n.c"; }

ok 'every file has its name' names
ok 'every byte is there' bytes
ok 'what is for editors is left out' no_meta
ok 'no change, no write' untouched
ok 'a file that went is gone' changed
ok 'no Lua files at all' none
finish
