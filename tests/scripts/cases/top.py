"""top: what it says of programs that do a known thing, with and without a terminal."""
import re
import termios

from checks.command import Target, expect

from .tool import THREADS, Screen

ROW = re.compile(r" *(\d+\.\d) % +(\d+\.\d) %  (\S+) \((.*)\)")


def rows_of(block):
    """{function: (self, total)} of a block of top."""
    return {match.group(3): (float(match.group(1)), float(match.group(2)))
            for match in map(ROW.fullmatch, block.splitlines()) if match}


def check_top_shows_shares(tool):
    """Blocks without a terminal, by self and by total."""
    with Target("steps", None, "handle_slow") as target:
        words = ["--script", "top", "-p", target.pid, "-n", "3", "-d", "0.2", "-r", "0.005"]
        blocks = tool.good(*words).output.split("\n\nprocess ")
        expect(len(blocks) == 3, "%s", blocks)
        for block in blocks:
            rows = rows_of(block)
            expect(list(rows)[0] == "inner" and rows["inner"][0] > 90, "%s", block)
            expect(rows["handle_slow"][0] < 10 and rows["handle_slow"][1] > 90, "%s", block)
            expect("%d  " % target.pid in block and "\x1b" not in block, "%s", block)
        block = tool.good(*words[:4], "-n", "1", "-d", "0.2", "--sort=total", "--rows=2").output
        expect(len(rows_of(block)) == 2 and "inner" in rows_of(block), "%s", block)


def check_top_of_threads(tool):
    with Target(THREADS) as target:
        block = tool.good("--script", "top", "-t", "-n", "1", "-d", "0.2", "-p", target.pid).output
        rows = re.findall(r"^ +(\d+\.\d) % +(\d+\.\d) %  (\d+) \"(.*?)\" +(.*)$", block, re.M)
        tids = [int(row[2]) for row in rows]
        expect(len(rows) == 3 and tids == sorted(tids), "%s", block)
        for python, waits, tid, name, place in rows:
            expect((python, waits) == ("0.0", "100.0"), "%s", block)
            expect((int(tid) == target.pid) == (name == "MainThread"), "%s", block)
            expect(place.startswith("<module> at" if name == "MainThread" else "wait at"), "%s",
                   block)


def check_top_on_a_terminal(tool):
    """Drawn in place, as high as the terminal; keys and a new size count; q ends it."""
    with Target("steps", None, "handle_slow") as target:
        screen = Screen(tool, 6, 60, "--script", "top", "-p", target.pid, "-d", "0.1")
        try:
            screen.expect(r"\x1b\[H")
            for _ in range(2):
                block = screen.expect(r"^(.*?)\x1b\[J").group(1)
                screen.expect(r"\x1b\[H")
                lines = block.split("\x1b[K\r\n")
                expect(len(lines) <= 6 and all(len(line) < 60 for line in lines), "%r", block)
                expect("inner" in block and lines[-1] == "", "%r", block)
            screen.resize(4, 40)
            screen.expect(r"\x1b\[J\x1b\[H")
            block = screen.expect(r"^(.*?)\x1b\[J").group(1)
            expect(block.count("\n") <= 3 and len(block.split("\x1b")[0]) < 40, "%r", block)
            screen.resize(24, 80)
            screen.send("s")
            screen.expect(r"%  (<module>|handle_slow) [^\n]*\n[^\n]*%  (<module>|handle_slow) ")
            screen.send("q")
        except BaseException:
            screen.kill()
            raise
        status = screen.end()
        expect(status == 0, "status %d", status)


def check_top_at_the_prompt(tool):
    """q ends it, and so does Ctrl-C; the shell goes on, with its terminal as it was."""
    with Target("steps", None, "alpha") as target:
        screen = Screen(tool, 24, 80, "-q", "-nx", "-p", target.pid)
        try:
            for key in ("q", "\x03"):
                screen.expect(r"\(pyflame\) ")
                screen.send("script top -d 0.1\r")
                screen.expect(r"alpha.*\x1b\[J")
                looks = [termios.tcgetattr(screen.fd)[3] & termios.ICANON for _ in range(3)]
                expect(any(looks), "it takes keys all the time")
                screen.send(key)
            screen.expect(r"\(pyflame\) ")
            screen.send("quit 5\r")
        except BaseException:
            screen.kill()
            raise
        status = screen.end()
        expect(status == 5, "status %d", status)
        expect(screen.settings[3] & termios.ICANON and screen.settings[3] & termios.ECHO, "raw")


def check_ctrl_c_ends_top(tool):
    with Target("steps", None, "alpha") as target:
        screen = Screen(tool, 24, 80, "--script", "top", "-p", target.pid, "-d", "0.1")
        try:
            screen.expect(r"alpha.*\x1b\[J")
            screen.send("\x03")
        except BaseException:
            screen.kill()
            raise
        status = screen.end()
        expect(status == 0, "status %d", status)
