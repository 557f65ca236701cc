"""Compares the offsets that it is given with its own objects; prints what is wrong, as JSON.

argument: {group: {field: offset}} as JSON
"""
import ctypes
import json
import struct
import sys

ROWS = {}
WRONG = []
PY3 = sys.version_info >= (3,)


def peek(address, form="P"):
    return struct.unpack("=" + form.replace("P", "Q"), ctypes.string_at(
        address, struct.calcsize("=" + form.replace("P", "Q"))))[0]


def offset(name):
    group, field = name.split(".")
    return ROWS[group].get(field)


def equal(name, have, want):
    if have != want:
        WRONG.append("%s: %r, not %r" % (name, have, want))


def at(name, address, want, form="P"):
    """The field of what is at ADDRESS."""
    if offset(name) is not None:
        equal(name, peek(address + offset(name), form), want)


def field(name, thing, want, form="P"):
    """The field of an object."""
    at(name, id(thing), want, form)


def follow(name, address):
    return peek(address + offset(name))


def untagged(reference):
    return reference & ~3


def check_sequences():
    one, two = object(), object()
    field("sequence.tuple_items", (one, two), id(one))
    items = [one, two]
    equal("list", peek(follow("sequence.list_items", id(items)) + 8), id(two))
    data = bytearray(b"abc")
    equal("bytearray", ctypes.string_at(follow("sequence.bytearray_start", id(data)), 3), b"abc")
    field("number.float_value", 1.5, 1.5, "d")
    field("number.complex_value", 2.5 + 1j, 2.5, "d")
    some = set([one, two])
    field("set.used", some, 2)
    field("set.mask", some, 7)
    table = follow("set.table", id(some))
    equal("set.table", set([id(one), id(two)]) <= set(peek(table + 8 * i) for i in range(16)), True)


def check_ranges():
    cut = slice(object(), object(), object())
    field("slice.start", cut, id(cut.start))
    field("slice.stop", cut, id(cut.stop))
    field("slice.step", cut, id(cut.step))
    if not PY3:
        field("range.start", xrange(5, 11, 2), 5)  # noqa: F821
        field("range.step", xrange(5, 11, 2), 2)  # noqa: F821
        field("range.length", xrange(5, 11, 2), 3)  # noqa: F821
        return
    far = range(1 << 70, 9 << 70, 1 << 71)
    field("range.start", far, id(far.start))
    field("range.stop", far, id(far.stop))
    field("range.step", far, id(far.step))
    equal("range.length", follow("range.length", id(far)), id(4))


def outer(free):
    def inner(a, b=7, *rest):
        return free, a
    inner.attribute = 1
    return inner


def check_functions():
    made = outer(object())
    for name, want in (("code", made.__code__), ("globals", globals()), ("name", made.__name__),
                       ("qualname", getattr(made, "__qualname__", None)),
                       ("defaults", made.__defaults__), ("closure", made.__closure__),
                       ("module", made.__module__), ("dict", made.__dict__)):
        field("function." + name, made, id(want))
    if PY3:
        made.__kwdefaults__ = {"k": 1}
        field("function.kwdefaults", made, id(made.__kwdefaults__))
    cell = made.__closure__[0]
    field("cell.contents", cell, id(cell.cell_contents))
    items = []
    append = items.append
    field("builtin.self", append, id(items))
    field("builtin.module", len, id(len.__module__))
    equal("builtin.definition",
          ctypes.string_at(peek(follow("builtin.definition", id(append)))), b"append")
    code = made.__code__
    field("variables.argcount", code, 2, "i")
    field("variables.kwonlyargcount", code, 0, "i")
    field("variables.flags", code, code.co_flags, "i")
    field("variables.nlocals", code, 3, "i")
    field("variables.varnames", code, id(code.co_varnames))
    field("variables.freevars", code, id(code.co_freevars))
    field("variables.cellvars", outer.__code__, id(outer.__code__.co_cellvars))
    field("variables.count", code, 4, "i")
    if offset("variables.names") is not None:
        names = follow("variables.names", id(code))
        equal("variables.names", peek(names + offset("sequence.tuple_items")), id("a"))
        kinds = follow("variables.kinds", id(code))
        kinds = ctypes.string_at(kinds + bytes.__basicsize__ - 1, 4)
        equal("variables.kinds", [kind & 0xe0 for kind in bytearray(kinds)],
              [0x20, 0x20, 0x20, 0x80])


class Slotted(object):
    __slots__ = ("first", "second")

    @property
    def read(self):
        return 1

    @staticmethod
    def still():
        return 1

    def method(self):
        return 1


class Plain(object):
    pass


def check_classes():
    thing = Slotted()
    thing.second = object()
    member = Slotted.second
    field("descriptor.name", member, id(member.__name__))
    field("descriptor.type", member, id(Slotted))
    where = follow("descriptor.member", id(member))
    equal("member_name", ctypes.string_at(peek(where + offset("descriptor.member_name"))),
          b"second")
    equal("member_type", peek(where + offset("descriptor.member_type"), "i"), 16)
    field("descriptor.property_get", Slotted.read, id(Slotted.read.fget))
    still = Slotted.__dict__["still"]
    field("descriptor.method_callable", still, id(Slotted.still))
    equal("member_offset", peek(id(thing) + peek(where + offset("descriptor.member_offset"))),
          id(thing.second))
    bound = thing.method
    field("method.self", bound, id(thing))
    field("method.function", bound, id(bound.__func__))
    field("class.base", Slotted, id(object))
    field("class.bases", Slotted, id(Slotted.__bases__))
    field("class.mro", Slotted, id(Slotted.__mro__))
    field("class.itemsize", tuple, 8)
    field("class.heap_name", Slotted, id(Slotted.__name__))
    field("class.heap_qualname", Slotted, id(getattr(Slotted, "__qualname__", None)))
    proxy = Slotted.__dict__
    if PY3:
        equal("class.dict", follow("class.dict", id(Slotted)), follow("mapping.proxied", id(proxy)))
    import weakref
    plain = Plain()
    field("weakref.object", weakref.ref(plain), id(plain))


def generate(argument):
    yield argument


def check_generators():
    argument = object()
    made = generate(argument)
    next(made)
    field("generator.code", made, id(made.gi_code))
    field("generator.name", made, id(made.__name__))
    field("generator.qualname", made, id(getattr(made, "__qualname__", None)))
    frame = follow("generator.frame", id(made))
    if offset("scope.function") is not None:
        frame = id(made) + offset("generator.frame")
        function = follow("scope.function", frame)
        equal("scope.function", untagged(function), id(generate))
    at("scope.globals", frame, id(globals()))
    builtins = sys.modules["builtins" if PY3 else "__builtin__"]
    at("scope.builtins", frame, id(vars(builtins)))
    equal("scope.localsplus", untagged(follow("scope.localsplus", frame)), id(argument))
    if offset("generator.state") is not None:
        suspended = {(3, 11): -1, (3, 12): -1, (3, 13): -2, (3, 14): -2, (3, 15): 1}
        field("generator.state", made, suspended.get(sys.version_info[:2], 0), "b")


def check_exceptions():
    try:
        try:
            raise KeyError("a")
        except KeyError:
            raise ValueError(1, 2)
    except ValueError as problem:
        caught, trace = problem, sys.exc_info()[2]
    field("exception.args", caught, id(caught.args))
    caught.attribute = 1
    field("exception.dict", caught, id(caught.__dict__))
    field("exception.traceback", caught, id(trace))
    if PY3:
        caught.__cause__ = OSError()
        field("exception.cause", caught, id(caught.__cause__))
        field("exception.context", caught, id(caught.__context__))
    field("traceback.frame", trace, id(trace.tb_frame))
    line = trace.tb_lineno
    equal("traceback.line", peek(id(trace) + offset("traceback.line"), "i") in (line, -1), True)
    lasti = peek(id(trace) + offset("traceback.lasti"), "i")
    equal("traceback.lasti", trace.tb_lasti in (lasti, 2 * lasti), True)
    field("traceback.next", trace, 0)


def check_deque():
    from collections import deque
    marks = [object() for _ in range(100)]
    many = deque(marks, 200)
    field("deque.length", many, 100)
    field("deque.maxlen", many, 200)
    block, index = follow("deque.left_block", id(many)), follow("deque.left_index", id(many))
    for mark in marks:
        if index == offset("deque.block_length"):
            block, index = follow("deque.block_right", block), 0
        equal("deque", peek(block + offset("deque.block_items") + 8 * index), id(mark))
        index += 1
    field("deque.maxlen", deque(), (1 << 64) - 1)


def check_mappings():
    from collections import OrderedDict, defaultdict
    field("dict.used", {1: 2, 3: 4}, 2)
    made = defaultdict(list)
    field("mapping.factory", made, id(list))
    view = made.keys() if PY3 else made.viewkeys()
    field("mapping.viewed", view, id(made))
    if offset("mapping.first") is not None:
        keys = [object(), object(), object()]
        ordered = OrderedDict((key, None) for key in keys)
        ordered.move_to_end(keys[0])
        node = follow("mapping.first", id(ordered))
        for key in keys[1:] + keys[:1]:
            at("mapping.node_key", node, id(key))
            equal("node_hash", peek(node + offset("mapping.node_hash"), "q"), hash(key))
            node = follow("mapping.node_next", node)
        equal("mapping.node_next", node, 0)


def check_datetime():
    import datetime

    class Zone(datetime.tzinfo):
        pass

    zone = Zone()
    date, time = datetime.date(2024, 2, 29), datetime.time(1, 2, 3, 66051, zone)
    moment = datetime.datetime(2024, 2, 29, 1, 2, 3, 66051, zone)
    for name, thing, want in (("date", date, b"\x07\xe8\x02\x1d"),
                              ("time", time, b"\x01\x02\x03\x01\x02\x03"),
                              ("moment", moment, b"\x07\xe8\x02\x1d\x01\x02\x03\x01\x02\x03")):
        have = ctypes.string_at(id(thing) + offset("datetime." + name), len(want))
        equal(name, have, want)
    field("datetime.time_zone", time, id(zone))
    field("datetime.moment_zone", moment, id(zone))
    field("datetime.aware", moment, 1, "b")
    field("datetime.aware", moment.replace(tzinfo=None), 0, "b")
    if PY3:
        field("datetime.moment_fold", moment.replace(fold=1), 1, "b")
        field("datetime.time_fold", time.replace(fold=1), 1, "b")
        shift = datetime.timedelta(hours=1)
        zone = datetime.timezone(shift, "here" * 2)
        field("timedelta.zone_offset", zone, id(shift))
        field("timedelta.zone_name", zone, id(zone.tzname(None)))
    delta = datetime.timedelta(-3, 4, 5)
    field("timedelta.days", delta, -3, "i")
    field("timedelta.seconds", delta, 4, "i")
    field("timedelta.microseconds", delta, 5, "i")


def check_decimal():
    if offset("decimal.flags") is None:
        return
    import decimal
    value = decimal.Decimal("-12345678901234567890.5")
    equal("decimal.flags", peek(id(value) + offset("decimal.flags"), "B") & 15, 1)
    field("decimal.exponent", value, -1, "q")
    field("decimal.digits", value, 21)
    field("decimal.length", value, 2)
    data = follow("decimal.data", id(value))
    equal("decimal.data", [peek(data), peek(data + 8)], [3456789012345678905, 12])


def check_locks():
    import threading
    lock = threading.Lock()
    for held in (0, 1):
        if (offset("lock.locked") or 0) < type(lock).__basicsize__:
            field("lock.locked", lock, held, "b")
        else:  # a newer 3.13
            equal("locked", peek(id(lock) + object.__basicsize__, "b"), held)
        if offset("lock.locked") is None:
            equal("lock.handle", peek(follow("lock.handle", id(lock)), "i"), 1 - held)
        held or lock.acquire()
    if not PY3:
        return
    again = threading.RLock()
    field("lock.mutex", again, 0, "b")
    field("lock.count", again, 0)
    again.acquire()
    again.acquire()
    field("lock.owner", again, threading.get_ident())
    field("lock.count", again, 2)
    field("lock.level", again, 1)
    field("lock.mutex", again, 1, "b")


def check_buffers():
    import array
    import functools
    values = array.array("h", [1, -2, 3])
    items = follow("array.items", id(values))
    equal("array.items", peek(items + 2, "h"), -2)
    about = follow("array.description", id(values))
    equal("array.typecode", peek(about + offset("array.typecode"), "c"), b"h")
    at("array.itemsize", about, 2, "i")
    view = memoryview(values) if PY3 else memoryview(b"abcdef")
    if PY3:
        field("memoryview.object", view, id(view.obj))
        field("memoryview.start", view, items)
        field("memoryview.flags", view, 6, "i")  # contiguous
        view = memoryview(values)
        view.release()
        equal("released", peek(id(view) + offset("memoryview.flags"), "i") & 1, 1)
        view = memoryview(values)
    field("memoryview.length", view, 6)
    field("memoryview.itemsize", view, view.itemsize)
    field("memoryview.readonly", view, int(view.readonly), "i")
    field("memoryview.dimensions", view, 1, "i")
    text = ctypes.string_at(follow("memoryview.format", id(view)))
    equal("memoryview.format", text.decode("ascii"), view.format)
    equal("memoryview.shape", peek(follow("memoryview.shape", id(view))), view.shape[0])
    equal("memoryview.strides", peek(follow("memoryview.strides", id(view))), view.strides[0])
    part = functools.partial(check_locks, 1, a=2)
    field("partial.function", part, id(check_locks))
    field("partial.arguments", part, id(part.args))
    field("partial.keywords", part, id(part.keywords))


def check_asyncio():
    if offset("future.loop") is None:
        return
    import asyncio
    loop = asyncio.new_event_loop()
    result = object()
    future = loop.create_future()
    field("future.loop", future, id(loop))
    field("future.state", future, 0, "i")
    field("future.is_task", future, 0, "b")
    ended = []
    future.add_done_callback(ended.append)
    if offset("future.callback0") is not None:
        have = peek(id(future) + offset("future.callback0"))
        equal("future.callback0", peek(have + offset("builtin.self")), id(ended))
    future.set_result(result)
    field("future.result", future, id(result))
    field("future.state", future, 2, "i")
    failed = loop.create_future()
    problem = ValueError()
    failed.set_exception(problem)
    field("future.exception", failed, id(problem))
    failed.exception()
    names = {"asyncio": asyncio, "loop": loop, "look": look_at_task}
    exec(COROUTINES, names)
    loop.run_until_complete(names["main"]())
    loop.close()


COROUTINES = """
async def wait(on):
    await on

async def main():
    on = loop.create_future()
    coroutine = wait(on)
    task = loop.create_task(coroutine)
    if hasattr(task, "set_name"):
        task.set_name("a task of ours")
    for _ in range(2):
        await asyncio.sleep(0)
    look(asyncio, task, coroutine, on, loop)
    on.set_result(None)
    await task
"""


def look_at_task(asyncio, task, coroutine, on, loop):
    field("task.coroutine", task, id(coroutine))
    field("task.waiter", task, id(on))
    if hasattr(task, "get_name"):
        field("task.name", task, id(task.get_name()))
    field("future.is_task", task, 1, "b")
    field("future.awaited_by", on, id(task))
    field("future.awaited_by_is_set", on, 0, "b")
    if offset("task.running_loop") is not None:
        ctypes.pythonapi.PyThreadState_Get.restype = ctypes.c_void_p
        state = ctypes.pythonapi.PyThreadState_Get()
        at("task.running_loop", state, id(loop))
        if offset("task.running_task") is not None:
            at("task.running_task", state, id(asyncio.current_task()))
            check_task_list(state, task, asyncio)


def check_task_list(state, task, asyncio):
    head = state + offset("task.tasks_of_thread")
    found, node = set(), follow("task.node_next", head)
    while node != head and len(found) < 9:
        found.add(node - offset("task.node"))
        node = follow("task.node_next", node)
    equal("tasks_of_thread", found, set([id(task), id(asyncio.current_task())]))
    if hasattr(sys, "gettotalrefcount"):
        return  # a debug build's interpreter state is longer
    interpreter = peek(state + offset("thread.interp"))
    head = interpreter + offset("task.tasks_of_interpreter")
    equal("tasks_of_interpreter", follow("task.node_next", head), head)


def check_queue():
    if offset("queue.list") is None and offset("queue.items") is None:
        return
    import queue
    made = queue.SimpleQueue()
    marks = [object(), object(), object()]
    for mark in marks:
        made.put(mark)
    made.get()
    if offset("queue.list") is not None:
        items = follow("sequence.list_items", follow("queue.list", id(made)))
        first = follow("queue.position", id(made))
    else:
        items, first = follow("queue.items", id(made)), follow("queue.first", id(made))
        field("queue.count", made, 2)
        field("queue.capacity", made, 8)
    equal("queue", peek(items + 8 * first), id(marks[1]))


def check_aliases():
    import time
    if offset("alias.origin") is not None:
        alias = list[int]
        field("alias.origin", alias, id(list))
        field("alias.arguments", alias, id(alias.__args__))
    if offset("alias.members") is not None:
        union = int | str
        field("alias.members", union, id(union.__args__))
    wrapper = (5).__add__
    field("alias.wrapper", wrapper, id(int.__dict__["__add__"]))
    field("alias.wrapped", wrapper, id(5))
    fields = follow("alias.fields", id(time.struct_time))
    equal("alias.fields", ctypes.string_at(peek(fields)), b"tm_year")


def check_classic():
    if offset("classic.class_bases") is None:
        return
    names = {}
    exec("class Base: pass\nclass Old(Base): pass", names)
    old = names["Old"]
    thing = old()
    field("classic.class_bases", old, id(old.__bases__))
    field("classic.class_dict", old, id(old.__dict__))
    field("classic.class_name", old, id(old.__name__))
    field("classic.instance_class", thing, id(old))
    field("classic.instance_dict", thing, id(thing.__dict__))


def main():
    ROWS.update(json.loads(sys.argv[1]))
    for name, check in sorted(globals().items()):
        if name.startswith("check_") and name != "check_task_list":
            check()
    print(json.dumps(WRONG))


main()
