#!/bin/sh
# Runs tests/transcripts/run for make check.
exec "$PF_SRCDIR/tests/transcripts/run" --tool "$PF_TOOL" \
	--target "$PF_BUILDDIR/tests/transcripts/fake_python"
