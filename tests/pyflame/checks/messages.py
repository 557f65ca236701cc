"""What the old command says, and the status that it ends with."""
import os
import re
import shutil
import subprocess
import sys

from .command import Skip, Target, expect


def nobody():
    """A pid that no process has: the kernel's are less."""
    with open("/proc/sys/kernel/pid_max") as file:
        return int(file.read())


# Arguments, what stderr must match.
WRONG = [
    ([], r"Usage: pyflame "),
    (["-p", "xyz"], r'Error: failed to parse "xyz" as a PID\.\n\nUsage: '),
    (["-p", "0"], r'Error: failed to parse "0" as a PID\.\n\nUsage: '),
    (["-p", "-1"], r'Error: failed to parse "-1" as a PID\.\n\nUsage: '),
    (["-p", str(2 ** 200)], r'Error: failed to parse "\d+" as a PID\.\n\nUsage: '),
    (["xyz"], r'Error: failed to parse "xyz" as a PID\.\n\nUsage: '),
    (["1", "2"], r"Usage: "),
    (["-p", "1", "2"], r"Usage: "),
    (["-p"], r"pyflame: option requires? ?.*argument.*\nUsage: |pyflame: .*\nUsage: "),
    (["--nonsense"], r"pyflame: unrecognized option '--nonsense'\nUsage: "),
    (["-z"], r"pyflame: invalid option -- 'z'\nUsage: "),
    (["--dump=1"], r"pyflame: option '--dump' doesn't allow an argument\nUsage: "),
    (["--t", "1"], r"pyflame: option '--t' is ambiguous\nUsage: "),
    (["-r", "abc", "-p", "1"], r'Error: failed to parse "abc" as a rate\.\n\nUsage: '),
    (["-r", "-1", "-p", "1"], r'Error: failed to parse "-1" as a rate\.\n\nUsage: '),
    (["-r", "nan", "-p", "1"], r'Error: failed to parse "nan" as a rate\.\n\nUsage: '),
    (["-s", "x", "-p", "1"], r'Error: failed to parse "x" as a number of seconds\.\n\nUsage: '),
    (["-p", "1", "-t", "ls"], r"Options -t and -p are not mutually compatible\.\n$"),
    (["-d", "-t", "ls"], r"Options -t and -d are not mutually compatible\.\n$"),
    (["-t"], r"Option -t requires a command to run\.\nUsage: "),
    (["-t", "pyflame"], r"You tried to pyflame a pyflame, naughty!\n$"),
    (["-t", "/usr/bin/pyflame", "x"], r"You tried to pyflame a pyflame, naughty!\n$"),
    (["--abi=99", "-p", "1"], r"Unknown or unsupported ABI version: 99\n$"),
    (["--abi", "x", "-p", "1"], r"Unknown or unsupported ABI version: x\n$"),
]


def check_wrong_usage(command):
    for words, pattern in WRONG:
        result = command.run(*words)
        expect(result.status == 1 and not result.output, "%s: %s", words, result)
        expect(re.match(pattern, result.errors), "%s: %s", words, result)


def check_help_and_version(command):
    for word in ("-v", "--version"):
        result = command.good(word)
        expect(re.fullmatch(r"pyflame \d+\.\d+\.\d+ \S+ \S+ \(ABI list: [\d ]+\)\n",
                            result.output), "%s", result)
    for word in ("-h", "--help"):
        result = command.good(word)
        expect(re.match(r"pyflame .*\n\nUsage: pyflame \[options\] \[-p\] PID\n", result.output),
               "%s", result)


def check_the_shell_is_missing(command):
    path = os.path.join(command.folder, "alone", "pyflame")
    os.mkdir(os.path.dirname(path))
    shutil.copy(command.path, path)
    result = command.finish(subprocess.Popen(
        ["/bin/sh", path, "-v"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, env=dict(command.env, PATH="/nonexistent")))
    expect(result.status == 1 and not result.output, "%s", result)
    expect(result.errors == "pyflame: there is no pyflame-shell, neither beside %s nor in PATH: "
           "run ./bootstrap in the source tree, then build/pyflame.\n" % path, "%s", result)
    shutil.rmtree(os.path.dirname(path))


def check_it_can_be_called_where_it_was_built(command):
    build = os.path.dirname(os.path.abspath(command.tool))
    if not os.path.exists(os.path.join(build, "Makefile")):
        raise Skip("this pyflame-shell does not lie where it was built")
    result = command.finish(subprocess.Popen(
        [os.path.join(build, "pyflame"), "-v"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, env=dict(command.env, PATH="/usr/bin:/bin")))
    expect(result.status == 0 and result.output.startswith("pyflame "), "%s", result)


def check_a_process_that_is_not_there(command):
    pid = nobody()
    result = command.run("-p", pid)
    expect(result.status == 1 and not result.output, "%s", result)
    expect(result.errors.startswith("Failed to seize PID %d\n" % pid), "%s", result)


def check_a_process_that_is_no_python(command):
    result = command.run("-p", os.getppid()) if not is_python(os.getppid()) else command.run(
        "-p", 1)
    expect(result.status == 1 and not result.output and result.errors, "%s", result)


def is_python(pid):
    return "python" in os.readlink("/proc/%d/exe" % pid)


def check_an_output_that_cannot_be(command):
    with Target("shares") as target:
        for path, why in ((os.path.join(command.folder, "none", "x"), ": No such file or directory"),
                          ("", "an empty name")):
            result = command.run("-s", "-1", "-o", path, "-p", target.pid)
            expect(result.status == 1 and not result.output, "%s", result)
            expect(result.errors.startswith('cannot open file "%s" as output\npyflame: ' % path) and
                   result.errors.endswith(why + ".\n"), "%s", result)


def check_another_users_process(command):
    if os.geteuid() != 0 or not shutil.which("setpriv"):
        raise Skip("only root can become nobody")
    os.chmod(command.folder, 0o755)
    with Target("shares") as target:
        for more in ([], ["--children"]):
            words = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups",
                     command.path, "-p", str(target.pid)] + more
            done = subprocess.run(words, env=command.env, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE)
            expect(done.returncode == 1 and not done.stdout, "%s", done)
            expect(re.fullmatch(r"Failed to seize PID %d\npyflame: .*\.\n.* as root\.\n" % target.pid,
                                done.stderr.decode()), "%s", done)


def check_an_abi_that_is_not_the_targets(command):
    own = "%d%d" % sys.version_info[:2]
    with Target("shares") as target:
        other = "27" if own != "27" else "36"
        for abi in (other, "34"):
            result = command.run("--abi=" + abi, "-s", "0", "-p", target.pid)
            expect(result.status == 1 and not result.output and result.errors, "%s", result)
        for abi in (own, "%d.%d" % sys.version_info[:2]):
            command.good("--abi", abi, "-s", "0", "-p", target.pid)


def check_a_pid_without_p_is_deprecated(command):
    with Target("shares") as target:
        result = command.run("-s", "0", target.pid)
        expect(result.status == 0 and len(result.lines) == 1, "%s", result)
        expect(result.errors == "WARNING: Specifying a PID to trace without -p is deprecated; "
               "see Pyflame issue #99 for details.\n", "%s", result)
        expect(command.run(target.pid, "-s0").status == 0, "options behind the pid")
