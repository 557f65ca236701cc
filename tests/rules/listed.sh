#!/bin/sh
# Every C file is in a list of the build: one that is not is never compiled, nor shipped.
. "$PF_SRCDIR/tests/support/tap.sh"
cd "$PF_SRCDIR" || exit 1

# listed FOLDER SUFFIX LIST...: each C file below the folder, less the suffix, is a word of a list.
listed() {
	folder=$1 suffix=$2
	shift 2
	status=0
	for file in $(find "$folder" -name '*.[ch]' -o -name '*.inc' | sort); do
		name=${file%"$suffix"}
		if ! cat "$@" | tr '[:blank:]' '\n' | grep -qxF -e "$name" -e "${name%.c}"; then
			echo "$file is in none of: $*"
			status=1
		fi
	done
	return $status
}

ok 'src/ is in src/*/floor.am' listed src '' src/*/floor.am
ok 'tests/unit/ is in tests/unit/*.am' listed tests/unit .c tests/unit/*.am
ok 'tests/support/ is in tests/*/*.am' listed tests/support '' tests/*/*.am
finish
