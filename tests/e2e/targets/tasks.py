"""Tasks of asyncio that wait for each other in every way, and one that runs and tells of them."""
import os
import sys
import threading

import truth

if sys.version_info < (3, 7):
    truth.say({"fd": None, "skip": "no tasks of asyncio before 3.7"})
    sys.exit()

SOURCE = r"""
import asyncio
import ctypes
import gc
import random
import types

NAMED = sys.version_info >= (3, 8)
tasks = {}    # name -> task
awaited = {}  # name -> the names of those who await it
inner = {}    # name -> an object that its chain cannot be asked for
pipe = os.pipe()

def start(coroutine, by=(), kind=None, **more):
    name = coroutine.__name__
    if NAMED:
        more["name"] = name
    task = (kind or asyncio.Task)(coroutine, **more)
    tasks[name] = task
    awaited[name] = sorted(by)
    return task

async def leaf():
    await tasks["event"].wait()

async def parked_1(): await leaf()
async def parked_2(): await leaf()
async def parked_3(): await leaf()
async def parked_4(): await leaf()
async def parked_5(): await leaf()
async def parked_6(): await leaf()
async def parked_7(): await leaf()
async def parked_8(): await leaf()
async def parked_9(): await leaf()
async def parked_10(): await leaf()

async def gatherer():
    inside = asyncio.gather(
        start(parked_1(), ["gatherer"]))
    await asyncio.gather(inside,
                         start(parked_2(), ["gatherer"]))

async def one():
    await tasks["parked_3"]

async def other():
    await tasks["parked_3"]

async def waits():
    await asyncio.wait([start(parked_4(), ["waits"])])

async def waits_for():
    await asyncio.wait_for(start(parked_5(), ["waits_for"]), 100000)

async def shields():
    await asyncio.shield(start(parked_6(), ["shields"]))

async def completes():
    for each in asyncio.as_completed([start(parked_9(), ["completes"]),
                                      start(parked_10(), ["completes"])]):
        await each

async def groups():
    async with asyncio.TaskGroup() as group:
        make = asyncio.get_running_loop().create_task
        for coroutine in parked_7(), parked_8():
            name = coroutine.__name__
            tasks[name] = group.create_task(coroutine, name=name)
            awaited[name] = ["groups"]

@types.coroutine
def generator():
    yield from leaf()

async def generates():
    await generator()

async def ticks():
    await leaf()
    yield 1

async def iterates():
    inner["iterates"] = [ticks(), leaf]
    async for each in inner["iterates"][0]:
        pass

async def locks():
    await tasks["lock"].acquire()

async def sleeps():
    await asyncio.sleep(100000)

async def executes():
    await asyncio.get_event_loop().run_in_executor(None, os.read, pipe[0], 1)

async def bridged():
    task = tasks["bridged"] = asyncio.current_task()
    awaited["bridged"] = []
    if NAMED:
        task.set_name("bridged")
    await leaf()

def bridge(loop):
    asyncio.run_coroutine_threadsafe(bridged(), loop).result()

async def pure():
    await leaf()

async def derived():
    await leaf()

async def ends():
    pass

async def ready():
    pass

async def elsewhere():
    await asyncio.sleep(100000)

class Derived(asyncio.Task):
    pass

def chain(name, task):
    at = task.get_coro() if hasattr(task, "get_coro") else task._coro
    while at is not None:
        frame = (getattr(at, "cr_frame", None) or getattr(at, "gi_frame", None) or
                 getattr(at, "ag_frame", None))
        if frame:
            code = frame.f_code
            yield getattr(code, "co_qualname", code.co_name), frame.f_lineno
        for word in "cr_await", "gi_yieldfrom", "ag_await":
            if hasattr(at, word):
                after = getattr(at, word)
                break
        else:
            after = None
        if type(after).__name__ == "async_generator_asend":
            after = inner[name][0]
        at = after

def tell_of(name, task):
    return {"name": name, "stack": [list(place) for place in chain(name, task)][::-1],
            "awaited": awaited[name], "state": states.get(name, "waiting")}

states = {"ready": "ready", "teller": "running"}

async def teller():
    for _ in range(10):
        await asyncio.sleep(0)
    start(ready())
    told = [tell_of(name, task) for name, task in tasks.items()
            if isinstance(task, (asyncio.Future, asyncio.tasks._PyTask))
            and name not in ("ends", "teller")]
    truth.say({"fd": 0, "tasks": told, "teller": line_of("block here")})
    os.read(0, 1)  # block here
    os._exit(0)

def line_of(mark):
    lines = SOURCE.split("\n")
    return [number for number, line in enumerate(lines, 1) if line.endswith("# " + mark)][0]

async def begin():
    loop = asyncio.get_event_loop()
    tasks["event"], tasks["lock"] = asyncio.Event(), asyncio.Lock()
    await tasks["lock"].acquire()
    start(parked_3(), ["one", "other"])
    more = [groups] if hasattr(asyncio, "TaskGroup") else []
    for each in [gatherer, one, other, waits, waits_for, shields, completes, generates, iterates,
                 locks, sleeps, executes, ends] + more:
        start(each())
    start(pure(), kind=asyncio.tasks._PyTask, loop=loop)
    start(derived(), kind=Derived, loop=loop)
    thread = threading.Thread(target=bridge, args=(loop,), name="bridging")
    thread.daemon = True
    thread.start()
    while "bridged" not in tasks:
        await asyncio.sleep(0)
    await start(teller(), ["begin"])

def run_elsewhere(began):
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    start(elsewhere(), loop=loop)
    loop.call_later(0.1, began.set)
    loop.run_forever()

def trash(task):
    # In a task and its coroutines, words that mean nothing, or something else.
    coroutine = task._coro
    for each in task, coroutine, coroutine.cr_await:
        if random.random() < 0.5:
            at = id(each) + random.randrange(8, min(each.__sizeof__(), 144), 8)
            word = random.choice([0, 1, 999, (1 << 64) - 1, id(task), id(coroutine), at + 8,
                                  random.getrandbits(47)])
            ctypes.memmove(at, word.to_bytes(8, "little"), 8)

def many(count, trashed=False):
    async def each(number):
        await leaf()

    async def all_of_them():
        tasks["event"] = asyncio.Event()
        parent = asyncio.gather(*[each(number) for number in range(count)])
        for _ in range(3):
            await asyncio.sleep(0)
        children = parent._children
        asyncio.ensure_future(say(count, children))
        await parent

    async def say(count, children):
        gc.disable()  # it would look into what is trashed
        for child in children if trashed else []:
            trash(child)
        truth.say({"fd": 0, "count": count + 2})
        os.read(0, 1)
        os._exit(0)

    return all_of_them()
"""

exec(compile(SOURCE, "tasks-source.py", "exec"), globals())


def main(word):
    loop = asyncio.new_event_loop()  # noqa: F821
    asyncio.set_event_loop(loop)  # noqa: F821
    if word == "many":
        loop.run_until_complete(many(10000))  # noqa: F821
    if word == "trashed":
        random.seed(int(sys.argv[2]))  # noqa: F821
        loop.run_until_complete(many(200, True))  # noqa: F821
    began = threading.Event()
    thread = threading.Thread(target=run_elsewhere, args=(began,))  # noqa: F821
    thread.daemon = True
    thread.start()
    began.wait()
    beginning = begin()  # noqa: F821
    loop.run_until_complete(start(beginning, loop=loop))  # noqa: F821


if __name__ == "__main__":
    main(sys.argv[1])
