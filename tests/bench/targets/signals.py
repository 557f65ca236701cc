"""signals: counts SIGUSR1 and SIGUSR2 while it computes, and those that came out of turn."""
import signal

seen = [0, 0, 0]  # SIGUSR1, SIGUSR2, out of turn


def note(number, frame):
    which = 0 if number == signal.SIGUSR1 else 1
    seen[which] += 1
    if seen[0] != seen[1] + (which == 0):
        seen[2] += 1
    for i in range(3):
        put(page, BASE + 8 * (i + 1), seen[i])


signal.signal(signal.SIGUSR1, note)
signal.signal(signal.SIGUSR2, note)
ready()
spin(BASE)
