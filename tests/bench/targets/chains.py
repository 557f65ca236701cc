"""chains LOOPS main|thread: calls two chains of ten functions in turn, in one of two threads."""

LOOPS = int(arguments[0])


def a1():
    a2()


def a2():
    a3()


def a3():
    a4()


def a4():
    a5()


def a5():
    a6()


def a6():
    a7()


def a7():
    a8()


def a8():
    a9()


def a9():
    a10()


def a10():
    i = 0
    while i < LOOPS:
        i += 1


def b1():
    b2()


def b2():
    b3()


def b3():
    b4()


def b4():
    b5()


def b5():
    b6()


def b6():
    b7()


def b7():
    b8()


def b8():
    b9()


def b9():
    b10()


def b10():
    i = 0
    while i < LOOPS:
        i += 1


def turn():
    done = 0
    ready()
    while True:
        a1()
        b1()
        done += 2
        put(page, BASE, done)


def main():
    if arguments[1] == "main":
        turn()
    thread = threading.Thread(target=turn)
    thread.daemon = True
    thread.start()
    while True:
        time.sleep(60)


main()
