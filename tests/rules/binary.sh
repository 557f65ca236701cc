#!/bin/sh
# What the built files import and export: nothing that writes to a process, and one symbol.
. "$PF_SRCDIR/tests/support/tap.sh"

module=$PF_BUILDDIR/.libs/pyflame.so

# imports FILE REGEX
imports() { nm -D --undefined-only "$1" | sed 's/.* //; s/@.*//' | grep -xE "$2"; }
writes_nothing() { ! imports "$1" 'process_vm_writev|ptrace_?poke.*'; }
# fork and execvp are target/launch.c's, which runs what a script names, word by word.
no_commands() { ! imports "$1" 'system|popen|exec[lv]|exec[lv]e|execlp|posix_spawn.*|vfork'; }
one_export() { [ "$(nm -D --defined-only "$1" | sed 's/.* //')" = luaopen_pyflame ]; }
needs() { readelf -d "$1" | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p'; }
no_readline() { ! needs "$1" | grep -E 'readline|tinfo|lua'; }
loads() { cd "$(dirname "$module")" && lua5.4 -e 'assert(require "pyflame")'; }

if command -v nm >/dev/null && command -v readelf >/dev/null; then
	for file in "$PF_TOOL" "$module"; do
		ok "$(basename "$file") cannot write to a process" writes_nothing "$file"
	done
	if [ -n "${PF_SANITIZED:-}" ]; then
		skip 'pyflame.so runs no shell command' 'the sanitizers do'
		skip 'pyflame.so exports luaopen_pyflame only' 'the sanitizers export'
	else
		ok 'pyflame.so runs no shell command' no_commands "$module"
		ok 'pyflame.so exports luaopen_pyflame only' one_export "$module"
	fi
	ok 'pyflame.so needs neither readline nor a Lua of its own' no_readline "$module"
else
	skip 'symbols' 'no nm and readelf'
fi

if [ -n "${PF_SANITIZED:-}" ]; then
	skip 'require "pyflame" in lua5.4' 'the sanitizers must come first'
elif command -v lua5.4 >/dev/null; then
	ok 'require "pyflame" in lua5.4' loads
else
	skip 'require "pyflame" in lua5.4' 'lua5.4 is not installed'
fi
finish
