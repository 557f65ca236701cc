"""Playing a transcript: one session for its commands, a program for each line of its own."""
import os
import re
import subprocess
import tempfile

from .fakes import FILES

PATIENCE = 120
MARK = "lua pf.write('\\x01%d\\n')\n"  # printed behind each command, to know where its output ends


def environment(home, tool):
    words = {name: value for name, value in os.environ.items()
             if not name.startswith(("PYFLAME", "XDG_"))}
    for name in ("NO_COLOR", "COLUMNS", "LINES"):
        words.pop(name, None)
    path = os.path.dirname(tool) + ":" + os.environ.get("PATH", "/usr/bin:/bin")
    return dict(words, HOME=home, XDG_CONFIG_HOME=home, XDG_STATE_HOME=home, TERM="dumb",
                LC_ALL="C.UTF-8", PATH=path)


def run(command, env, given=b""):
    """What it prints, and its exit status."""
    try:
        done = subprocess.run(command, env=env, cwd=FILES, input=given, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=PATIENCE)
        return done.stdout, done.returncode
    except subprocess.TimeoutExpired as late:
        return (late.stdout or b"") + b"\n<it did not end>\n", 0


def play_session(steps, command, env, known):
    given = "".join(
        known.into_command("\n".join([step.command] + [more[1:] for more in step.more]))
        + "\n" + MARK % number for number, step in enumerate(steps))
    output, _ = run(command, env, given.encode("utf-8", "surrogateescape"))
    parts = re.split(rb"\x01\d+\n", output)
    for step, part in zip(steps, parts):
        step.output = known.out_of(part)


def play_program(step, env, known):
    output, status = run(["sh", "-c", known.into_command(step.command)], env)
    step.output = known.out_of(output)
    if status:
        step.output += "<status %d>\n" % status


def play(script, targets, known, tool):
    with tempfile.TemporaryDirectory() as home:
        env = environment(home, tool)
        command = [tool, "-q", "-nx"]
        if script.attach:
            command += ["-p", str(targets.all[0].ids[0])]
        inside = [step for step in script.steps if not step.program]
        if inside:
            play_session(inside, command, env, known)
        for step in script.steps:
            if step.program:
                play_program(step, env, known)
