# shellcheck shell=sh
# TAP for shell tests: `. tap.sh`, then ok/skip/diag, and finish at the end.
# Tests see PF_SRCDIR, PF_BUILDDIR, PF_TOOL and PF_PYTHON3; the Makefile sets them.

tap_count=0
tap_failed=0

# ok NAME COMMAND...: passes when the command succeeds; its output becomes comments.
ok() {
	tap_name=$1
	shift
	tap_count=$((tap_count + 1))
	if tap_output=$("$@" 2>&1); then
		echo "ok $tap_count - $tap_name"
	else
		tap_failed=$((tap_failed + 1))
		echo "not ok $tap_count - $tap_name"
		diag "$tap_output"
	fi
}

# skip NAME REASON
skip() {
	tap_count=$((tap_count + 1))
	echo "ok $tap_count - $1 # SKIP $2"
}

diag() {
	printf '%s\n' "$1" | sed 's/^/# /'
}

finish() {
	echo "1..$tap_count"
	[ "$tap_failed" -eq 0 ]
	exit
}
