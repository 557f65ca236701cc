"""Lua at the prompt: more lines, a prompt of its own, hooks, loops without end."""
from .terminal import PROMPT, Terminal, missing


def seen(text):
    """TEXT as its lines, without what is there for the terminal only."""
    return [line.strip() for line in text.replace("\r", "\n").split("\n") if line.strip()]


def check_continuation(tap, terminal):
    terminal.send("lua for i = 1, 2 do\r")
    terminal.expect(">> ")
    terminal.send("print('line', i)\r")
    terminal.expect(">> ")
    lines = seen(terminal.ask("end"))
    tap.result(lines[1:3] == ["line\t1", "line\t2"], "lua goes on until its code is whole", lines)
    terminal.send("lua x = {\r")
    terminal.expect(">> ")
    terminal.send("\x03")
    text = terminal.expect(PROMPT)
    tap.result("Quit" in text, "Ctrl-C drops what was begun", text)


def check_interactive(tap, terminal):
    terminal.send("li\r")
    terminal.expect("lua> ")
    terminal.send("answer = 41\r")
    terminal.expect("lua> ")
    terminal.send("answer + 1\r")
    lines = seen(terminal.expect("lua> "))
    tap.result("42" in lines, "lua-interactive prints what a line is worth", lines)
    terminal.send("=answer + 2\r")
    lines = seen(terminal.expect("lua> "))
    tap.result("43" in lines, "= is known there, too", lines)
    terminal.send("nonsense.x\r")
    lines = seen(terminal.expect("lua> "))
    tap.result(any("attempt to index a nil value" in line for line in lines),
               "it goes on behind a slip", lines)
    terminal.send("while true do\r")
    terminal.expect(">> ")
    terminal.send("break end\r")
    terminal.expect("lua> ")
    terminal.send("what comes to nothing\x03")
    text = terminal.expect("lua> ")
    tap.result("Quit" in text, "Ctrl-C drops its line", text)
    terminal.send("\x04")
    text = terminal.expect(PROMPT)
    tap.result("quit" not in text, "Ctrl-D ends it, and not the session", text)
    lines = seen(terminal.ask("=answer"))
    tap.result("41" in lines, "what it has set stays", lines)


def check_hooks(tap, terminal):
    terminal.send("lua function pf.prompt_hook(usual) return 'mine ' .. usual end\r")
    text = terminal.expect("mine " + PROMPT)
    tap.result(True, "a script makes the prompt", text)
    terminal.send("lua pf.prompt_hook = function() error('in the hook') end\r")
    terminal.expect("warning: ")
    text = terminal.expect(PROMPT)
    tap.result("in the hook" in text, "what is wrong with it is a warning", text)
    terminal.send("lua pf.prompt_hook = nil\r")
    terminal.expect(PROMPT)
    terminal.send("lua h = pf.on('before_prompt', function() print('ask') end)\r")
    terminal.expect("ask\r\n")
    terminal.expect(PROMPT)
    lines = seen(terminal.ask("lua h:off()"))
    tap.result("ask" not in lines[1:], "before_prompt is told, until its handle is off", lines)


def check_loops(tap, terminal):
    """Ctrl-C ends Lua, in a command and in a handler."""
    loop = "print('runs') pf.flush() while true do end"
    terminal.send("lua %s\r" % loop)
    terminal.expect("runs\r\n")
    terminal.send("\x03")
    text = terminal.expect(PROMPT)
    tap.result("Quit" in text, "Ctrl-C ends a loop of Lua", text)
    terminal.ask("lua h = pf.on('attach', function() %s end)" % loop)
    terminal.send("attach %d\r" % terminal.target_pid)
    terminal.expect("runs\r\n")
    terminal.send("\x03")
    text = terminal.expect(PROMPT)
    tap.result("Quit" in text and "warning" not in text, "Ctrl-C ends one in a handler", text)
    lines = seen(terminal.ask("lua h:off()"))
    tap.result(len(lines) == 2, "and the session goes on", lines)


def check_all(tap, tool, target, env):
    if missing():
        tap.skip("Lua at the prompt", missing())
        return
    terminal = Terminal(tool, target, env)
    terminal.target_pid = target.pid
    try:
        for check in (check_continuation, check_interactive, check_hooks, check_loops):
            check(tap, terminal)
    except AssertionError as failure:
        tap.result(False, "the terminal answers", failure)
        terminal.kill()
        return
    terminal.end()
