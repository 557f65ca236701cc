#!/bin/sh
# Runs tests/e2e/run for make check, under the interpreters of this machine.
[ "$PF_SUITE" != short ] || { echo "1..0 # SKIP a long suite"; exit 0; }
exec "$PF_SRCDIR/tests/e2e/run" --tool "$PF_TOOL" --sampler "$PF_BUILDDIR/tests/support/sample"
