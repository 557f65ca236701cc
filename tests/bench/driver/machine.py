"""What the figures were measured on, and when."""
import os
import platform
import subprocess
import time

HERE = os.path.dirname(os.path.abspath(__file__))


def processor():
    with open("/proc/cpuinfo") as file:
        for line in file:
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.machine()


def load():
    return os.getloadavg()[0]


def commit():
    words = ["git", "-C", HERE, "log", "-1", "--format=%h"]
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return done.stdout.decode().strip()


def describe(options):
    """Facts by name; the load at the end is added by whoever prints them."""
    return {
        "date": time.strftime("%Y-%m-%d %H:%M", time.gmtime()) + " UTC",
        "machine": "%s, %d CPUs" % (processor(), os.cpu_count()),
        "kernel": "Linux " + platform.release(),
        "commit": commit() or "unknown",
        "load before": "%.2f" % load(),
        "command": "make bench" + flags(options),
    }


def flags(options):
    words = ["--quick"] if options.quick else []
    words += ["--row '%s'" % options.row] if options.row else []
    words += ["--python '%s'" % options.python] if options.python else []
    words += ["--favour"] if options.favour else []
    words += ["-n %d" % options.n] if options.n != 5 else []
    return " BENCH_FLAGS=\"%s\"" % " ".join(words) if words else ""
