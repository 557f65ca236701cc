"""Scripts in the shell: info scripts, help script, script; and what is never run."""
import os
import re
import shutil

from checks.command import SOURCE, Skip, Target, expect

from .arguments import ECHO, USAGE, install

# Says what it does only behind its work, or not at all, or wrongly.
STRANGE = {
    "late": ("io.open(os.getenv('HOME') .. '/ran', 'w')\n"
             "pyflame.script{ description = 'x' }", r"it does not say what it does"),
    "silent": ("return 1", r"it does not say what it does"),
    "endless": ("while true do end", r"it does not say what it does"),
    "broken": ("local = 1", r"broken.lua:1: "),
    "wrong": ("pyflame.script{ description = 1 }", r"script: a description of one line is wanted"),
}


def check_metadata_runs_no_body(tool):
    install(tool, "body", ECHO + "io.open(os.getenv('HOME') .. '/ran', 'w')\n")
    for name, (code, _) in STRANGE.items():
        install(tool, name, code)
    listed = tool.good("-batch", "-ex", "info scripts").output
    expect("\ntesting:\n\nbody -- Say what it got.\n" in listed, "%s", listed)
    for name, (_, why) in STRANGE.items():
        line = [line for line in listed.splitlines() if line.startswith(name + " -- (")]
        expect(len(line) == 1 and why in line[0], "%s: %s", name, listed)
        tool.bad(1, r'The script "%s" cannot be described: (.|\n)*' % name,
                 "-batch", "-ex", "help script " + name)
    expect(not os.path.exists(os.path.join(tool.folder, "ran")), "a body was run")
    for name in ["body"] + list(STRANGE):
        os.unlink(os.path.join(tool.folder, "pyflame-shell/scripts/%s.lua" % name))


def check_help_script(tool):
    install(tool, "echo", ECHO)
    result = tool.good("-batch", "-ex", "help script echo")
    expect(result.output == USAGE, "%s", result)
    result = tool.good("-batch", "-ex", "help script")
    expect("\nUsage: script NAME [ARGUMENT...]\n" in result.output, "%s", result)
    tool.bad(1, r'There is no "s" here: .*\n', "-batch", "-ex", "help s")
    tool.bad(1, r'There is no script "nope"\.  Try "info scripts"\.\n',
             "-batch", "-ex", "help script nope")


def check_each_script_has_a_page(tool):
    """And is a short one; every option of it is on its page."""
    with open(os.path.join(SOURCE, "doc", "scripts.md"), encoding="utf-8") as file:
        pages = dict(re.findall(r"^## (\S+)\n(.*?)(?=^## |\Z)", file.read(), re.M | re.S))
    folder = os.path.join(SOURCE, "lua", "scripts")
    names = sorted(name[:-len(".lua")] for name in os.listdir(folder) if name != "pyflame.lua")
    expect(len(names) == 7 and set(names) <= set(pages), "%s, %s", names, list(pages))
    for name in names:
        text = tool.good("-nx", "-batch", "-ex", "help script " + name).output
        for option in re.findall(r"^ +(?:-\w, )?(--[\w-]+)", text, re.M):
            expect(option in ("--pid", "--help") or "`" + option in pages[name], "%s lacks %s",
                   name, option)
        with open(os.path.join(folder, name + ".lua"), encoding="utf-8") as file:
            count = len(file.readlines())
        expect(count < 100, "%s has %d lines", name, count)


def check_where_scripts_are_found(tool):
    """The user's own, then PYFLAME_LUA_PATH, then built in ones; -nx leaves out the first."""
    say = "pyflame.script{ description = %r }\nprint(%r)"
    tree = os.path.join(tool.folder, "tree")
    env = dict(tool.env, PYFLAME_LUA_PATH=tree)
    tool.write("tree/scripts/idle.lua", say % ("Of the tree.", "tree"))
    expect(tool.good("--script", "idle", env=env).output == "tree\n", "the tree's")
    user = install(tool, "idle", say % ("The user's.", "user"))
    expect(tool.good("--script", "idle", env=env).output == "user\n", "the user's")
    expect(tool.good("-nx", "--script", "idle", env=env).output == "tree\n", "not the user's")
    for words, sentence in ((["-batch"], "The user's."), (["-batch", "-nx"], "Of the tree.")):
        listed = tool.good(*words, "-ex", "info scripts", env=env).output
        expect("idle -- %s\n" % sentence in listed and listed.count("idle -- ") == 1, "%s", listed)
    os.unlink(user)


def check_the_command(tool):
    install(tool, "echo", ECHO)
    install(tool, "fails", "return nil, 'it cannot', 'SYSTEM'")
    install(tool, "three", "return 3")
    with Target("steps", None, "alpha") as target:
        at = ["-batch", "-p", target.pid, "-ex"]
        result = tool.good(*at, "script echo a 5 -n")
        expect(result.output == "a\t1\t5\t2.5\tnil\ttrue\n", "%s", result)
        expect(tool.good(*at, "script echo --help").output == USAGE, "help")
        expect("Thread %d " % target.pid in tool.good(*at, "script idle -s 0.1").output, "idle")
        tool.bad(1, r'echo: FIRST is missing\.\nTry "help script echo"\.\n', *at, "script echo")
        tool.bad(1, r'There is no script "x"\.  Try "info scripts"\.\n', *at, "script x")
        tool.bad(1, r"It cannot\.\n", *at, "script fails")
        tool.bad(1, r"The script three has ended with status 3\.\n", *at, "script three")
        tool.bad(1, r"Argument required\..*\n", *at, "script")


def check_completion(tool):
    install(tool, "walk", ECHO)
    for line, output in [("script wa", "script walk\nscript watchdog\n"),
                         ("help script to", "help script top\n"),
                         ("script /usr/li", "script /usr/lib/\n"), ("info scr", "info scripts\n")]:
        said = tool.good("-batch", "-ex", "complete " + line).output
        expect(set(output.splitlines()) <= set(said.splitlines()), "%s: %s", line, said)
        expect("/" in line or said == output, "%s: %s", line, said)


HOLDS = """
held = assert(pyflame.process():stop())
local other = 1
error("on purpose")
"""


def check_a_script_that_fails_lets_go(tool):
    """The shell lives on, and so does the process."""
    install(tool, "holds", HOLDS)
    traced = "lua print(io.open('/proc/%d/status'):read('a'):match('TracerPid:\\t(%%d+)'))"
    with Target("steps", None, "alpha") as target:
        result = tool.run("-p", target.pid, "-ex", "script holds", "-ex", traced % target.pid)
        expect(result.errors.endswith("on purpose\n") and result.output == "0\n", "%s", result)
        tool.bad(1, r".*on purpose\n", "-p", target.pid, "--script", "holds")
        expect(target.field("TracerPid") == "0" and target.field("State")[0] in "RS", "held")


def check_a_stock_lua_runs_scripts(tool):
    """What needs no shell: the arguments, -p, the help."""
    lua = shutil.which("lua5.4") or shutil.which("lua54")
    folder = os.path.dirname(tool.path)
    found = [path for path in (os.path.join(folder, ".libs"), folder)
             if os.path.exists(os.path.join(path, "pyflame.so"))]
    if not lua or not found or os.environ.get("PF_SANITIZED"):
        raise Skip("there is no lua5.4, or no pyflame.so that it can load")
    env = dict(tool.env, LUA_CPATH=found[0] + "/?.so")
    path = tool.write("stock.lua", ECHO.replace('category = "testing"', 'needs = "process"')
                      + "print(args.process.pid == args.pid)")
    with Target("steps", None, "alpha") as target:
        result = tool.good(path, "-p", target.pid, "a", executable=lua, env=env)
        expect(result.output == "a\t0\tnil\t2.5\tnil\tnil\ntrue\n", "%s", result)
    expect("\n  FIRST " in tool.good(path, "-h", executable=lua, env=env).output, "no help")
    tool.bad(2, r"stock: FIRST is missing\.\nTry .*\n", path, executable=lua, env=env)
    tool.bad(3, r"stock: no process with pid 77777777\.\n", path, "a", "-p", "77777777",
             executable=lua, env=env)
