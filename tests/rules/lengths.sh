#!/bin/sh
# No file is over 500 lines and no function over 80, and top-length sees one that is.
. "$PF_SRCDIR/tests/support/tap.sh"

check=$PF_SRCDIR/build-aux/top-length
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT

# of_lines COUNT: a tree with one function of that many lines.
of_lines() {
	mkdir -p "$tree/src"
	{
		printf 'struct x {\n\tint y;\n};\n\nint long_one(int x)\n{\n'
		awk -v n="$1" 'BEGIN { for (i = 3; i < n; i++) print "\tx++;" }'
		echo '}'
	} >"$tree/src/x.c"
	sh "$check" "$tree"
}
refuses() { ! of_lines "$1"; }
names_it() { of_lines 81 | grep -F '81 src/x.c:5 int long_one(int x)'; }

ok 'this tree is short enough' sh "$check" "$PF_SRCDIR"
ok 'a function of 80 lines may be' of_lines 80
ok 'one of 81 may not' refuses 81
ok 'it is named' names_it
ok 'a file of 600 lines may not' refuses 600
finish
