#!/bin/sh
# Runs tests/pyflame/run for make check.
[ "$PF_SUITE" != short ] || { echo "1..0 # SKIP a long suite"; exit 0; }
exec "$PF_PYTHON3" "$PF_SRCDIR/tests/pyflame/run" --tool "$PF_TOOL"
