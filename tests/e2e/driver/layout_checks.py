"""Whether the offsets of src/python/layout_rows.inc are those of the interpreter's own objects."""
import json
import os
import re
import subprocess

from .interpreters import HERE
from .outcome import expect

ROWS = os.path.join(HERE, "..", "..", "src", "python", "layout_rows.inc")


def offsets_of(version):
    """{group: {field: offset}} without the fields that VERSION does not have."""
    found, fields = {}, []
    with open(ROWS) as rows:
        for line in rows:
            head = re.match(r"/\*\s{2,}(.*) \*/$", line)
            row = re.match(r"(\w+)\(PY_%d_%d,(.*)\)$" % version, line)
            if head:
                fields = [name.strip() for name in head.group(1).split(",")]
            elif row:
                values = [value.strip() for value in row.group(2).split(",")]
                found[row.group(1).lower()] = {
                    name: int(value) for name, value in zip(fields, values) if value != "__"}
    return found


def check_offsets(context):
    python = context.interpreter
    words = python.command("offsets", json.dumps(offsets_of(python.version)))
    done = subprocess.run(words, env=python.environment(), cwd="/", stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE)
    expect(done.returncode == 0, "%s", done.stderr.decode())
    expect(json.loads(done.stdout.decode()) == [], "%s", done.stdout.decode())


EACH = {"offsets": check_offsets}
