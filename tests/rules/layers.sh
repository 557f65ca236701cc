#!/bin/sh
# The tree keeps check-layers' rules, and check-layers sees each rule broken.
. "$PF_SRCDIR/tests/support/tap.sh"

check=$PF_SRCDIR/build-aux/check-layers
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT

# plant FILE TEXT: a tree with the few right files and this one.
plant() {
	rm -rf "$tree/src"
	mkdir -p "$tree/src/base" "$tree/src/target" "$tree/src/python" "$tree/src/script" \
		"$tree/src/shell"
	echo '#include "base/error.h"' >"$tree/src/pyflame.h"
	echo '/* printf("PY_3_9") */ const char *s = "stdout";' >"$tree/src/base/error.h"
	echo '#include "base/error.h"' >"$tree/src/target/memory.h"
	echo '#include "pyflame.h"' >"$tree/src/script/script.h"
	printf '#include "script/script.h"\nint x = printf("");\n' >"$tree/src/shell/main.c"
	printf %b "$2" >"$tree/src/$1"
}

# refused FILE TEXT LINE RULE: the message names file, line and rule.
refused() {
	plant "$1" "$2"
	if output=$("$PF_PYTHON3" "$check" "$tree"); then
		echo "not refused"
		return 1
	fi
	echo "$output" | grep -F "src/$1:$3: $4: " >/dev/null || {
		echo "$output"
		return 1
	}
}

accepted() {
	plant "$1" "$2"
	"$PF_PYTHON3" "$check" "$tree"
}

ok 'this tree keeps the rules' "$PF_PYTHON3" "$check" "$PF_SRCDIR"
ok 'a tree without fault passes' accepted target/elf.c '#include "pyflame.h"\n'
ok 'a tree without files does not' sh -c "! '$PF_PYTHON3' '$check' '$tree/none'"
ok 'an include goes up' \
	refused base/map.c '\n#include "target/memory.h"\n' 2 'includes go down'
ok 'an include of a file beside goes up' \
	refused base/map.c '#include "../target/memory.h"\n' 1 'includes go down'
ok 'the shell passes the plate by' \
	refused shell/main.c '#include "target/memory.h"\n' 1 'through the plate'
ok 'a binding passes the plate by' \
	refused script/script.c '#include "target/memory.h"\n' 1 'through the plate'
ok 'the plate includes more than base' \
	refused pyflame.h '#include "target/memory.h"\n' 1 plate
ok 'a header that is nowhere' refused base/map.c '#include "nowhere.h"\n' 1 include
loop() {
	plant base/error.h '#include "base/map.h"\n'
	: >"$tree/src/base/map.h"
	echo '#include "base/error.h"' >"$tree/src/base/map.c"
	"$PF_PYTHON3" "$check" "$tree" | grep -F 'no loops: base/error -> base/map -> base/error'
}
private() {
	plant target/process.c '#include "target/process_private.h"\n'
	: >"$tree/src/target/process.h"
	echo '#include "target/process.h"' >"$tree/src/target/process_private.h"
	"$PF_PYTHON3" "$check" "$tree"
}
ok 'a module may have a private header' private
ok 'a loop of two modules, one arc in a .c file' loop
floorless() {
	plant base/map.c '#include "attic/x.h"\n'
	mkdir "$tree/src/attic"
	: >"$tree/src/attic/x.h"
	"$PF_PYTHON3" "$check" "$tree" | grep -F 'base/map.c:1: floors: attic/'
}
ok 'a folder that is no floor' floorless
ok 'a version outside the tables' \
	refused python/frames.c 'int x = PY_3_11;\n' 1 'versions in tables'
ok 'a version in the tables' accepted python/layouts.c 'int x = PY_3_11;\n'
for word in PTRACE_POKEDATA PTRACE_POKETEXT PTRACE_SETREGS PTRACE_SETREGSET PTRACE_SETFPREGS \
	process_vm_writev SYS_process_vm_writev; do
	ok "$word" refused shell/main.c "int x = $word;\\n" 1 read-only
done
ok 'PTRACE_SETOPTIONS may be' accepted target/control.c 'int x = PTRACE_SETOPTIONS;\n'
for call in 'printf("")' 'puts("")' 'fputs("", stderr)' 'fwrite(x, 1, 1, stdout)' 'perror("")'; do
	ok "$call below the shell" refused script/script.c "x = $call;\\n" 1 silent
done
ok 'exit() below the shell' refused python/frames.c 'x; exit(1);\n' 1 'no exit'
for call in system popen execvp execl posix_spawn fork; do
	ok "$call() below the shell" refused target/maps.c "x = $call(y);\\n" 1 'no commands'
done
ok 'a method of that name may be' accepted target/maps.c 'x = y->exit(1) + pf_system(2);\n'
finish
