"""What cannot be read: each with its exit status and a sentence that says why."""
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time

from .compare import check_dump
from .interpreters import HERE
from .motion_checks import wait_for_state
from .outcome import Skip, expect
from .target import check_untouched
from .tool import Tool, dump_words

USAGE, GONE, NOT_PYTHON = 2, 3, 4


def refused(tool, pid, statuses, prefix=()):
    """Fails unless the tool refuses `pid` well; its sentence."""
    status, output, errors = tool.run(*dump_words(pid), prefix=prefix)
    expect(status in statuses, "exit status %d, not in %s: %s", status, statuses, errors)
    expect(output == b"", "standard output: %r", output[:100])
    expect(str(pid) in errors, "the message does not name %s: %r", pid, errors)
    expect(len(errors.strip()) > len(str(pid)) + 10, "no sentence: %r", errors)
    return errors


@contextlib.contextmanager
def child(*command):
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def check_no_process(tool, counts):
    process = subprocess.Popen(["true"])
    process.wait()
    refused(tool, process.pid, [GONE])


def check_not_a_number(tool, counts):
    for word in ("abc", "12x", "", "-5", "0", "99999999999999999999", "1.5"):
        status, output, errors = tool.run(*dump_words(word))
        expect(status == USAGE, "%r: exit status %d: %s", word, status, errors)
        expect(output == b"", "%r: standard output: %r", word, output[:100])
        expect(word in errors and len(errors) > 15, "%r: message: %r", word, errors)


def check_not_python(tool, counts):
    with child("cat") as process:
        wait_for_state(process.pid, "S")
        refused(tool, process.pid, [NOT_PYTHON])
        check_untouched(process.pid)


POINTERS = """
#include <unistd.h>
static void *words[1 << 23]; /* 64 MB */
int main(void)
{
	for (unsigned i = 0; i < 1 << 23; i++)
		words[i] = &words[i * 7919 % (1 << 23)];
	return write(1, "!", 1) < 0 || pause();
}
"""


def check_pointers(tool, counts):
    """A large program's data full of pointers takes no long looking through."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if not compiler:
        raise Skip("no C compiler")
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, "pointers")
        subprocess.run([compiler, "-x", "c", "-", "-o", program],
                       input=POINTERS.encode(), check=True)
        with child(program) as process:
            process.stdout.read(1)
            begun = time.monotonic()
            refused(tool, process.pid, [NOT_PYTHON])
            took = time.monotonic() - begun
            expect(took < 20, "took %d seconds", took)


def check_kernel_thread(tool, counts):
    with contextlib.suppress(OSError):
        with open("/proc/2/status") as status:
            if "\nVmSize:" not in status.read() and not os.path.exists("/proc/2/exe"):
                refused(tool, 2, [GONE, NOT_PYTHON])
                return
    raise Skip("no kernel thread in sight")


def check_zombie(tool, counts):
    process = subprocess.Popen(["true"])
    wait_for_state(process.pid, "Z")
    try:
        refused(tool, process.pid, [GONE])
    finally:
        process.wait()


def check_permission(context):
    if os.geteuid() != 0 or not shutil.which("setpriv"):
        raise Skip("only root can become nobody")
    nobody = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]
    with context.start("nested") as target:
        errors = refused(context.tool, target.pid, [GONE], nobody)
        words = ("permi", "root", "user", "capab", "ptrace")
        expect(any(word in errors.lower() for word in words), "no reason: %r", errors)
        expect("or as root." in errors, "no advice: %r", errors)
        expect("docker" not in errors, "advice for another case: %r", errors)
        context.check(target)


def check_already_traced(context):
    """Another tracer is no harm, or it is named."""
    with context.start("nested") as target:
        tracer = [sys.executable, os.path.join(HERE, "tracer.py"), str(target.pid)]
        with child(*tracer) as process:
            expect(process.stdout.readline() == b"traced\n", "cannot trace %d", target.pid)
            status, output, errors = context.tool.run(*dump_words(target.pid))
            if status == 0:
                check_dump(target, Tool.parse(output))
            else:
                expect(str(process.pid) in errors, "does not name the tracer: %r", errors)
                expect(output == b"", "standard output: %r", output[:100])
                expect("End that one first." in errors, "no advice: %r", errors)
        context.check(target)


def check_restarting(context):
    """A target that replaces itself while it is read."""
    with context.start("restarting") as target:
        for _ in range(context.counts["restart"]):
            bear(context.tool, target.pid)


def check_ending(context):
    """A target that starts and ends while it is read."""
    command = context.interpreter.command("ending")
    environment = context.interpreter.environment()
    for _ in range(context.counts["restart"]):
        process = subprocess.Popen(command, env=environment, cwd="/", stdout=subprocess.DEVNULL)
        try:
            while process.poll() is None:
                bear(context.tool, process.pid)
        finally:
            process.kill()
            process.wait()


def bear(tool, pid):
    """Reads a process that may be anything by now."""
    status, output, errors = tool.run(*dump_words(pid))
    expect(status in (0, GONE, NOT_PYTHON), "exit status %d: %s", status, errors)
    if status == 0:
        Tool.parse(output)
    else:
        expect(output == b"", "standard output: %r", output[:100])
        expect(str(pid) in errors, "the message does not name %d: %r", pid, errors)


EACH = {
    "no-permission": check_permission,
    "already-traced": check_already_traced,
    "restarting": check_restarting,
    "ending": check_ending,
}
ONCE = {
    "no-process": check_no_process,
    "not-a-number": check_not_a_number,
    "not-python": check_not_python,
    "pointers": check_pointers,
    "kernel-thread": check_kernel_thread,
    "zombie": check_zombie,
}
