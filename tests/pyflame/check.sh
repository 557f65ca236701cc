#!/bin/sh
# Runs tests/pyflame/run for make check.
exec "$PF_PYTHON3" "$PF_SRCDIR/tests/pyflame/run" --tool "$PF_TOOL"
