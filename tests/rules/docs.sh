#!/bin/sh
# The documents agree with the code. CI sets PF_STRICT: there, nothing may be missing.
exec "$PF_PYTHON3" "$PF_SRCDIR/build-aux/check-docs" ${PF_STRICT:+--strict} \
	--tool "$PF_TOOL" "$PF_SRCDIR"
