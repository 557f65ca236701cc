"""Pythons in odd places: deleted, renamed, behind a loader, in namespaces."""
import contextlib
import glob
import os
import platform
import shutil
import subprocess
import tempfile

from .outcome import Skip, expect
from .target import running

SCRIPT = "nested"


@contextlib.contextmanager
def folder_for(interpreter):
    """A folder for copies, inside and outside paths."""
    parent = interpreter.root and interpreter.outside(interpreter.targets)
    outside = tempfile.mkdtemp(dir=parent)
    inside = outside[len(interpreter.root):] if interpreter.root else outside
    try:
        yield inside, outside
    finally:
        shutil.rmtree(outside)


def prefix_of(interpreter):
    """The installation that a program which moved belongs to."""
    return os.path.dirname(os.path.dirname(interpreter.program))


def shared_libraries(interpreter):
    return glob.glob(os.path.join(interpreter.outside(prefix_of(interpreter)),
                                  "lib", "libpython%d.%d*.so*" % interpreter.version))


def copy(source, destination):
    """Copies in a process of its own: a descriptor that this one's next child
    inherits for a moment would make the copy a busy text file."""
    subprocess.run(["cp", "--dereference", source, destination], check=True)


def moved(interpreter, inside, outside, name="myapp"):
    """Copies a Python with its own library; the command and the environment."""
    copy(interpreter.outside(interpreter.program), os.path.join(outside, name))
    for library in shared_libraries(interpreter):
        copy(library, outside)
    command = interpreter.enter() + [
        os.path.join(inside, name), os.path.join(interpreter.targets, SCRIPT + ".py")]
    environment = interpreter.environment(
        PYTHONHOME=prefix_of(interpreter), LD_LIBRARY_PATH=inside)
    return command, environment


def check_renamed(context):
    """A Python whose program and folder are not called python."""
    with folder_for(context.interpreter) as (inside, outside):
        command, environment = moved(context.interpreter, inside, outside)
        with running(command, environment) as target:
            context.check(target)


def check_deleted(context):
    """A Python whose files are gone since it started."""
    with folder_for(context.interpreter) as (inside, outside):
        command, environment = moved(context.interpreter, inside, outside, "python")
        with running(command, environment) as target:
            for name in os.listdir(outside):
                os.unlink(os.path.join(outside, name))
            context.check(target)


def check_replaced(context):
    """A Python whose file has another's contents since it started."""
    with folder_for(context.interpreter) as (inside, outside):
        command, environment = moved(context.interpreter, inside, outside, "python")
        with running(command, environment) as target:
            for name in os.listdir(outside):
                path = os.path.join(outside, name)
                os.unlink(path)
                copy("/bin/sh", path)
            context.check(target)


def check_loader(context):
    """A Python that its root's own loader started: the program is ld-linux."""
    interpreter = context.interpreter
    if not interpreter.root:
        raise Skip("uses the machine's own loader anyway")
    libraries = "%s/usr/lib/%s-linux-gnu" % (interpreter.root, platform.machine())
    # Older glibc: ld-linux-*.so.2 is a link that is right inside the root only.
    loaders = [path for path in glob.glob(libraries + "/ld-[2l]*.so*") if os.path.exists(path)]
    expect(loaders, "no loader in %s", libraries)
    command = [loaders[0], "--library-path", libraries,
               interpreter.outside(interpreter.program),
               interpreter.outside("%s/%s.py" % (interpreter.targets, SCRIPT))]
    home = interpreter.outside(prefix_of(interpreter))
    with running(command, interpreter.environment(PYTHONHOME=home)) as target:
        context.check(target)


SECOND = """char _PyRuntime[1 << 19], _PyThreadState_Current[64], interp_head[64];
int Py_IsInitialized(void) { return 0; }
"""


def check_second_library(context):
    """A library with a CPython that was never started does not stand in the way."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if not compiler:
        raise Skip("no C compiler")
    with folder_for(context.interpreter) as (inside, outside):
        library = "libpython3.99.so"
        subprocess.run([compiler, "-shared", "-nostdlib", "-x", "c", "-",
                        "-o", os.path.join(outside, library)],
                       input=SECOND.encode(), check=True)
        command = context.interpreter.command("loading", os.path.join(inside, library))
        with running(command, context.interpreter.environment()) as target:
            context.check(target)


def require_root(purpose):
    if os.geteuid() != 0:
        raise Skip("only root can %s" % purpose)


def only_child(target):
    """The host's pid of the process that a launcher waits for."""
    pid = target.process.pid
    with open("/proc/%d/task/%d/children" % (pid, pid)) as children:
        return int(children.read())


def in_new_pids(interpreter, command):
    """COMMAND with pids and mounts of its own, where unshare can: not in a chroot."""
    require_root("make a pid namespace")
    unshare = ["unshare", "--pid", "--fork", "--kill-child", "--mount"]
    tried = subprocess.run(unshare + ["true"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if tried.returncode:
        raise Skip("no new namespaces here: %s" % tried.stdout.decode().strip())
    return unshare + command


def check_pid_namespace(context):
    """Thread ids are the host's, also for a target with pids of its own."""
    interpreter = context.interpreter
    command = in_new_pids(interpreter, interpreter.command("threads"))
    with running(command, interpreter.environment(), find_pid=only_child) as target:
        expect(target.truth["pid"] == 1, "pid %d in its namespace", target.truth["pid"])
        context.check(target)


PIVOT = 'mount --bind "$1" "$1" && cd "$1" && pivot_root . tmp && cd / && shift && exec "$@"'


def check_pivoted_root(context):
    """Paths in the target's maps mean nothing outside its mount namespace."""
    interpreter = context.interpreter
    if not interpreter.root:
        raise Skip("has no root folder of its own")
    script = "%s/threads.py" % interpreter.targets
    command = in_new_pids(interpreter, [
        "sh", "-c", PIVOT, "sh", interpreter.root, interpreter.program, script])
    with running(command, interpreter.environment(), find_pid=only_child) as target:
        context.check(target)


EACH = {
    "renamed": check_renamed,
    "deleted": check_deleted,
    "replaced": check_replaced,
    "loader": check_loader,
    "second-library": check_second_library,
    "pid-namespace": check_pid_namespace,
    "pivoted-root": check_pivoted_root,
}
