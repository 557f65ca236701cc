"""Trace mode: commands that the old command starts itself."""
import os
import stat
import sys

from . import shapes
from .command import Failure, expect
from .command import words_of as target_words

PYTHON = os.path.realpath(sys.executable)
TURNS = "6000000"  # of a loop: enough to be sampled, also on a busy machine


def words_of(name, *arguments):
    return [PYTHON, "-S", target_words(name)[1]] + list(arguments)


def traced(command, words, status=0, options=()):
    """The folded output, which is in a file, and what the command itself has written."""
    path = os.path.join(command.folder, "traced")
    result = command.run("-o", path, *list(options) + ["-t"] + words)
    expect(result.status == status, "status %d: %s", status, result)
    with open(path) as file:
        own, result.output = result.output, file.read()
    os.unlink(path)
    return result, own


def expect_spin(result):
    counts = shapes.folded(result)
    expect(any(":spin:" in stack for stack in counts), "%s", result)


def each_command_from_its_first_frame_to_its_end(command, python):
    result, own = traced(command, target_words("ending", python)[0] + [TURNS, "0"])
    expect_spin(result)
    expect(own.startswith("ready ") and not result.errors, "%s %s", own, result)


def check_wrappers(command):
    ending = words_of("ending", TURNS, "0")
    script = os.path.join(command.folder, "script")
    with open(script, "w") as file:
        file.write("#!%s -S\nexec(open(%r).read())\n" % (PYTHON, target_words("ending")[1]))
    os.chmod(script, stat.S_IRWXU)
    for words in (["env"] + ending, ["env", "A=1", "sh", "-c", 'exec "$@"', "-"] + ending,
                  ["sh", "-c", "exec " + " ".join(ending)], [script, TURNS, "0"],
                  ["nice", "env"] + ending):
        result, _ = traced(command, words)
        expect_spin(result)
    os.unlink(script)


def check_one_python_after_the_other(command):
    code = ("import os, sys\n"
            "def first():\n"
            "    turns = %s\n"
            "    while turns: turns -= 1\n"
            "first()\n"
            "os.execv(sys.executable, %r)\n" % (TURNS, words_of("ending", "10000000", "3")))
    result, _ = traced(command, [PYTHON, "-S", "-c", code], status=3)
    expect_spin(result)
    expect(":first:" in result.output, "%s", result)


def check_a_wrapper_that_stays_is_not_python(command):
    result, own = traced(command, ["sh", "-c", " ".join(words_of("ending", "10", "0")) + "; true"],
                         status=1)
    expect(own.startswith("ready ") and not result.output, "%s %s", own, result)
    expect("did not become a Python" in result.errors, "%s", result)


def check_the_commands_status_is_passed_on(command):
    for status in (0, 1, 7, 255):
        traced(command, words_of("ending", TURNS, str(status)), status=status)


def check_the_commands_signal_is_passed_on(command):
    for number in (15, 9, 11):
        result, _ = traced(command, words_of("ending", TURNS, "0", str(number)), status=-number)
        expect_spin(result)


def check_a_command_that_ends_at_once(command):
    result = command.run("-t", "true")
    expect(result.status == 1 and not result.output, "%s", result)
    result = command.run("-t", "sh", "-c", "exit 9")
    expect(result.status == 9 and not result.output, "%s", result)
    expect(command.run("-t", PYTHON, "-S", "-c", "").status in (0, 1), "no crash")


def check_a_command_that_cannot_be_run(command):
    result = command.run("-t", "no-such-command-anywhere")
    expect(result.status == 127 and not result.output, "%s", result)
    expect(result.errors == "execvp() failed for: no-such-command-anywhere, "
           "err = No such file or directory\n", "%s", result)
    expect(command.run("-t", "/etc/passwd").status == 126, "not executable")


def check_input_and_output_are_the_commands(command):
    code = "import sys; sys.stdout.write(sys.stdin.read().upper()); sys.stderr.write('err')"
    path = os.path.join(command.folder, "traced")
    process = command.start("-o", path, "-t", PYTHON, "-S", "-c", code, stdin=-1)
    result = command.finish(process, b"some text")
    os.unlink(path)
    expect(result.output == "SOME TEXT" and "err" in result.errors, "%s", result)


def check_arguments_are_the_commands(command):
    """Also those that look like ours, are empty, or have blanks and quotes in them."""
    words = ["-n", "-o", "", "a b", "'\"$x`", "--", "-t", "*"]
    code = ("import sys; sys.stdout.write(repr(sys.argv[1:]))\n"
            "turns = %s\nwhile turns: turns -= 1" % TURNS)
    result, own = traced(command, [PYTHON, "-S", "-c", code] + words)
    expect(own == repr(words), "%s", own)


def signals_in(text):
    """The lines of /proc/PID/status, without the C library's own signals 32 and 33."""
    return sorted((name, int(number, 16) & ~(3 << 31))
                  for name, number in (line.split() for line in text.splitlines()))


def check_signals_are_as_they_were(command):
    """What was ignored or blocked when pyflame started is, and nothing else."""
    # Python itself ignores PIPE and XFSZ: look through grep, which changes nothing.
    words = ["grep", "-E", "SigIgn|SigBlk", "/proc/self/status"]
    plain = os.popen("env grep -E 'SigIgn|SigBlk' /proc/self/status").read()
    result = command.run("-t", *words, restore_signals=True)
    expect(signals_in(result.output) == signals_in(plain), "%s %s", plain, result)


def check_seconds_are_ignored(command):
    result, _ = traced(command, words_of("ending", TURNS, "0"), options=["-s", "0", "-n"])
    counts = shapes.folded(result, numbers=False)
    expect(sum(counts.values()) > 5, "%s", counts)


def check_threads_and_abi(command):
    abi = "--abi=%d%d" % sys.version_info[:2]
    result, _ = traced(command, words_of("ending", TURNS, "0"), options=["--threads", abi])
    expect_spin(result)
    result, _ = traced(command, words_of("ending", "10", "0"), status=1, options=["--abi=36"]
                       if sys.version_info[:2] != (3, 6) else ["--abi=27"])
    expect("cannot be read" in result.errors, "%s", result)


def check_a_command_that_forks(command):
    """Its children run freely; pyflame ends with the command."""
    code = ("import os\n"
            "for i in range(20):\n"
            "    if not os.fork(): os._exit(0)\n"
            "    os.wait()\n"
            "turns = %s\n"
            "while turns: turns -= 1\n" % TURNS)
    result, _ = traced(command, [PYTHON, "-S", "-c", code])
    if not shapes.folded(result):
        raise Failure("nothing was sampled")
