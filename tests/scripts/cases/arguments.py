"""Scripts on the command line: finding them, their arguments, their help, their metadata."""
import os
import re

from checks.command import Target, expect

# What a script may say of its arguments, and a body that says what it got.
ECHO = """
local pyflame = require "pyflame"
local args = pyflame.script{
  description = "Say what it got.", category = "testing",
  args = {
    { name = "first", help = "a word" },
    { name = "rest", type = "integer", many = true, optional = true, help = "numbers" },
  },
  options = {
    { name = "size", short = "s", type = "number", min = 1, max = 9, default = 2.5, help = "big" },
    { name = "kind", choices = { "red", "blue" }, help = "a colour\\nof two" },
    { name = "dry-run", short = "n", help = "do nothing" },
  },
}
print(args.first, #args.rest, args.rest[1], args.size, args.kind, args.dry_run)
"""
USAGE = """Usage: pyflame-shell --script echo [OPTION...] FIRST [REST...]
Say what it got.

  FIRST                  a word
  REST                   numbers
  -s, --size=N           big (2.5)
      --kind=red|blue    a colour
                         of two
  -n, --dry-run          do nothing
  -h, --help             say this
"""
TRY = r'\nTry "pyflame-shell --script echo --help"\.\n'

GOOD = [
    (["a"], "a\t0\tnil\t2.5\tnil\tnil\n"),
    (["--size=3", "-n", "a", "7", "8"], "a\t2\t7\t3\tnil\ttrue\n"),
    (["-s3", "a", "--kind", "red"], "a\t0\tnil\t3\tred\tnil\n"),
    (["-size", "3", "-kind=red", "-dry-run", "a"], "a\t0\tnil\t3\tred\ttrue\n"),
    (["--", "--", "-s", "1"], "-s\t1\t1\t2.5\tnil\tnil\n"),
    (["-q", "-batch", "--", "-s", "4", "a"], "a\t0\tnil\t4\tnil\tnil\n"),
]
WRONG = [
    ([], r"echo: FIRST is missing\."),
    (["a", "x"], r'echo: REST: "x" is not an integer\.'),
    (["a", "1.5"], r'echo: REST: "1\.5" is not an integer\.'),
    (["a", "--size"], r"echo: option '--size' requires an argument\."),
    (["a", "--size=big"], r'echo: --size: "big" is not a number\.'),
    (["a", "--size=nan"], r'echo: --size: "nan" is not a number\.'),
    (["a", "--size=0"], r"echo: --size: 0 is less than 1\."),
    (["a", "--size=10"], r"echo: --size: 10 is more than 9\."),
    (["a", "--kind=green"], r'echo: --kind: "green" is none of red, blue\.'),
    (["a", "--nonsense"], r"echo: unrecognized option '--nonsense'\."),
    (["a", "-z"], r"echo: invalid option -- 'z'\."),
    (["a", "--dry-run=1"], r"echo: option '--dry-run' doesn't allow an argument\."),
    (["a", "--s\x1b[2J"], r"echo: unrecognized option '--s\\x1b\[2J'\."),
]


def install(tool, name, text):
    return tool.write("pyflame-shell/scripts/%s.lua" % name, text)


def check_arguments_are_read(tool):
    install(tool, "echo", ECHO)
    for words, output in GOOD:
        result = tool.good("--script", "echo", *words)
        expect(result.output == output, "%s: %s", words, result)


def check_wrong_arguments(tool):
    install(tool, "echo", ECHO)
    for words, errors in WRONG:
        result = tool.bad(2, errors + TRY, "--script", "echo", *words)
        expect(not result.output, "%s: %s", words, result)


def check_help_comes_from_the_description(tool):
    install(tool, "echo", ECHO)
    for words in (["--help"], ["-h"], ["-help"], ["a", "--size=bad", "--help"]):
        result = tool.good("--script", "echo", *words)
        expect(result.output == USAGE, "%s: %s", words, result)


def check_every_script_has_help(tool):
    """And is listed, with the same sentence."""
    listed = tool.good("-batch", "-ex", "info scripts").output
    names = re.findall(r"^(\S+) -- (.*)$", listed, re.M)
    expect(len(names) >= 8, "%s", listed)
    for name, sentence in names:
        text = tool.good("-batch", "-ex", "help script " + name).output
        expect(text.splitlines()[1] == sentence, "%s", text)
        if name != "pyflame":  # which has a help of its own
            expect(tool.good("--script", name, "--help").output == text, "%s", text)


def check_a_slip_in_a_name_is_an_error(tool):
    install(tool, "slip", ECHO.replace("args.size", "args.sise"))
    tool.bad(1, r".*slip\.lua:\d+: the script has no argument 'sise'\n", "--script", "slip", "a")


def check_unknown_scripts(tool):
    unknown = r'pyflame-shell: error: there is no script "%s"\.\n-ex .*\n'
    tool.bad(2, unknown % "nope", "--script", "nope", "-p", "1")
    tool.bad(2, unknown % r"\.\.", "--script", "..")
    for typed, meant in (("tpo", "top"), ("wachdog", "watchdog"), ("idel", "idle")):
        tool.bad(2, (unknown % typed).replace(r"\.\n", r'\.  Did you mean "%s"\?\n' % meant, 1),
                 "--script", typed)
    tool.bad(2, r"pyflame-shell: error: cannot open /nonexistent/x.*\n-ex .*\n",
             "--script", "/nonexistent/x")
    tool.bad(2, r"pyflame-shell: error: --script needs a value\.\n", "--script")


def check_who_has_the_options(tool):
    """The script; those before a -- are the shell's if all are its own."""
    tool.write("words.lua", "print(pf.process() and pf.process().pid, ...)")
    path = os.path.join(tool.folder, "words.lua")
    with Target("steps", None, "alpha") as target:
        for words, output in [
                (["--script", path, "-p", target.pid], "nil\t-p\t%d\n"),
                (["--script", path, "-p", target.pid, "--", "-p", "1"], "%d\t-p\t1\n"),
                (["-p", target.pid, "--script", path, "-q"], "%d\t-q\n"),
                (["--script", path, "-q", "-p=%d" % target.pid, "--"], "%d\n"),
                (["--script", path, "x", "-p", target.pid, "--"], "nil\tx\t-p\t%d\t--\n"),
                (["--script", path, "-p", target.pid, "-z", "--"], "nil\t-p\t%d\t-z\t--\n"),
                (["-p", target.pid, path, "-p", "--"], "%d\t-p\t--\n"),
                ([target.pid, path], "%d\n")]:
            result = tool.good(*words)
            expect(result.output == (output % target.pid), "%s: %s", words, result)


def check_a_script_behind_a_dump(tool):
    """It has the commands that a dump alone does without."""
    path = tool.write("both.lua", "print(pyflame.capture('thread'))")
    with Target("steps", None, "alpha") as target:
        output = tool.good("-d", "-p", target.pid, path).output
        expect(output.startswith("Process %d: " % target.pid), "%s", output)
        expect("\n[Current thread is 1 (" in output, "%s", output)


def check_an_interpreter_line(tool):
    """With and without .lua, through env(1) and the kernel."""
    line = "#!/usr/bin/env pyflame-shell\n"
    env = dict(tool.env, PATH=os.path.dirname(tool.path) + ":" + os.environ["PATH"])
    for name in ("bin/echo.lua", "bin/shown"):
        path = tool.write(name, line + ECHO, 0o755)
        result = tool.good("-n", "a", "5", executable=path, env=env)
        expect(result.output == "a\t1\t5\t2.5\tnil\ttrue\n", "%s", result)
        tool.bad(2, r"(echo|shown): FIRST is missing\.\nTry \"%s --help\"\.\n" % path,
                 executable=path, env=env)
        tool.good("--help", executable=path, env=env)
        result = tool.good(os.path.basename(path), "a", cwd=os.path.dirname(path))
        expect(result.output.startswith("a\t0"), "%s", result)
        result = tool.good("--cd", os.path.dirname(path), os.path.basename(path), "a", cwd="/")
        expect(result.output.startswith("a\t0"), "%s", result)


def check_files_that_are_no_scripts(tool):
    python = tool.write("program.py", "#!/usr/bin/env python3\nprint(1)\n")
    tool.bad(2, r"pyflame-shell: error: %s is no script: its name .*\.\n" % python, python)
    tool.bad(2, r"pyflame-shell: error: neither a process id nor an ordinary file: /\.\n", "/")
    for word in ("xyz", "12x"):
        tool.bad(2, r"pyflame-shell: error: neither a process id nor a file: %s\.\n"
                 r"Commands go behind -ex, scripts behind --script\.\n" % word, word)
    for typed, meant in (("top", "top"), ("slow-request", "slow-requests")):
        tool.bad(2, r"pyflame-shell: error: neither a process id nor a file: %s\.\n"
                 r'Did you mean "--script %s"\?\n' % (typed, meant), typed)
    broken = tool.write("broken.lua", "print(\n")
    tool.bad(1, r".*broken\.lua:\d+: .*\n", broken)


def check_a_number_is_a_process(tool):
    tool.write("77777777", "#!/usr/bin/env pyflame-shell\nprint(1)\n", 0o755)
    tool.bad(3, r"pyflame-shell: error: no process with pid 77777777\.\n", "77777777")
    result = tool.good("./77777777")
    expect(result.output == "1\n", "%s", result)


def check_processes_that_cannot_be_looked_at(tool):
    tool.bad(2, r"idle: which process\?  Say -p PID\.\n", "--script", "idle")
    tool.bad(3, r"idle: ptrace: No such process\.  No process with pid 77777777\.\n",
             "--script", "idle", "-p", "77777777")
    tool.bad(2, r'idle: --pid: "x" is not an integer\.\nTry .*\n', "--script", "idle", "-p", "x")
    tool.bad(2, r"idle: --pid: 0 is less than 1\.\nTry .*\n", "--script", "idle", "-p", "0")
    with open(os.devnull) as null:
        process = tool.start(executable="cat", stdin=-1, stdout=null)
    tool.bad(4, r"idle: .*%d.*\n(.*\n)?" % process.pid, "--script", "idle", "-p", process.pid)
    process.communicate()
