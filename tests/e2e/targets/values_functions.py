"""What can be called or run: functions, methods, generators, coroutines, code, modules, cells."""
import functools
import math
import operator
import os
import sys
import types

from cases import like, own

PYTHON_2 = sys.version_info[0] == 2

ASYNC = """
async def coroutine(future):
    await future

async def agenerator():
    yield 1

@types.coroutine
def pending():
    yield
"""


def function(a, b=2, *args, **kwargs):
    return a, b, args, kwargs


def outer(value):
    def inner():
        return value

    return inner


def generator():
    yield 1
    yield 2


class Methods(object):
    def method(self):
        pass

    @classmethod
    def klass(cls):
        pass

    @staticmethod
    def static():
        pass

    @property
    def prop(self):
        raise AssertionError("a property was run")

    def __repr__(self):
        return "<one of the methods>"


def functions():
    own("function", function)
    own("function_nested", outer(1))
    own("function_lambda", lambda: 0)
    own("builtin_function", len)
    own("builtin_method", [].append)
    own("builtin_of_module", math.sqrt)
    own("method_descriptor", list.append)
    like("slot_wrapper", object.__init__, r"<slot wrapper '__init__' of 'object' objects>")
    own("slot_wrapper_of_int", int.__add__)
    own("method_wrapper", (5).__add__)
    own("member_descriptor", types.FunctionType.__closure__)
    like("attribute_getter", operator.itemgetter(1), r"<operator\.itemgetter object at @>")
    cell = getattr(outer(2**100), "__closure__")[0]
    own("cell", cell)
    own("code", function.__code__)


def methods():
    """Only what Python's own repr says of the object is not asked for: that is our own."""
    instance = Methods()
    name = "Methods.method"
    pattern = r"<bound method %s of <values_functions\.Methods object at %s>( \{.*\})?>"
    like("bound_method", instance.method, pattern % (name, hex(id(instance))))
    own("class_method", Methods.klass)
    own("static_method", Methods.static)
    own("unbound_method", Methods.method)
    own("property_object", Methods.prop)
    own("static_method_object", Methods.__dict__["static"])
    own("class_method_object", Methods.__dict__["klass"])


def partials():
    object_shape = r"<functools\.partial object at @>.*"
    for name, value in (("partial", functools.partial(len)),
                        ("partial_full", functools.partial(function, 1, "b", c=[3]))):
        if PYTHON_2:
            like(name, value, object_shape + r"|functools\.partial\(<.*\)")
        else:
            own(name, value)


def running():
    fresh, begun, done = generator(), generator(), generator()
    next(begun)
    list(done)
    own("generator_fresh", fresh)
    own("generator_begun", begun)
    own("generator_done", done)
    own("generator_frame", begun.gi_frame)
    own("generator_expression", (n for n in ()))
    own("list_iterator", iter([1]))
    own("enumerate_iterator", enumerate([]))
    own("map_iterator", map(len, []) if not PYTHON_2 else iter(()))
    if not PYTHON_2:
        scope = {"types": types}
        exec(ASYNC, scope)
        begun = scope["coroutine"](scope["pending"]())
        begun.send(None)
        own("coroutine_fresh", scope["coroutine"](None))
        own("coroutine_begun", begun)
        own("async_generator", scope["agenerator"]())


def modules():
    own("module", os)
    own("module_builtin", sys)
    own("module_extension", math)
    own("module_made", types.ModuleType("made"))


def fill():
    for each in (functions, methods, partials, running, modules):
        each()
