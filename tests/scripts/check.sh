#!/bin/sh
# Runs tests/scripts/run for make check.
exec "$PF_PYTHON3" "$PF_SRCDIR/tests/scripts/run" --tool "$PF_TOOL"
