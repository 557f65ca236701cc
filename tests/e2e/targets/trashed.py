"""Local variables whose objects are damaged; the collector must not see them."""
import ctypes
import gc
import sys

from cases import function_of, hang

PYTHON_2 = sys.version_info[0] == 2
TYPE, SIZE, THIRD, FOURTH = 8, 16, 24, 32  # where the words behind ob_refcnt are


class Instance(object):
    def __init__(self):
        self.a = 1


def overwrite(value, at, *words):
    """Overwrites VALUE's words from AT on."""
    for number, word in enumerate(words):
        ctypes.c_uint64.from_address(id(value) + at + 8 * number).value = word


def nothing_much():
    """An object of a plain type with nothing in it."""
    block = (ctypes.c_uint64 * 64)(1 << 30, id(object))
    kept.append(block)
    return ctypes.cast(ctypes.addressof(block), ctypes.py_object).value


def fresh(number):
    """Text that nobody else has."""
    return "damaged text %d" % number


kept = []
HUGE = 1 << 50
NOWHERE = 0xdead0000
ITSELF = object()

# name: what it is at first, and what is overwritten from where on.
DAMAGED = {
    "type_null": (nothing_much(), TYPE, 0),
    "type_small": (nothing_much(), TYPE, 16),
    "type_nowhere": (nothing_much(), TYPE, NOWHERE),
    "type_is_itself": (nothing_much(), TYPE, ITSELF),
    "type_is_text": (nothing_much(), TYPE, id("text")),
    "list_size": ([1, 2, 3], SIZE, HUGE),
    "list_negative": ([1, 2, 3], SIZE, (1 << 64) - 5),
    "list_items": ([1, 2, 3], THIRD, NOWHERE),
    "tuple_size": ((object(), 2), SIZE, HUGE),
    "dict_keys": ({"a": 1}, 40 if PYTHON_2 else FOURTH, NOWHERE),
    "set_table": ({1, 2}, 40, NOWHERE),
    "set_mask": ({1, 2}, FOURTH, HUGE),
    "text_size": (fresh(1), SIZE, HUGE),
    "bytes_size": (bytes(bytearray(b"one two")), SIZE, HUGE),
    "int_size": (3**100, SIZE, HUGE),
    "instance_type": (Instance(), TYPE, NOWHERE),
}
WHOLE = {"good_before": [1, "two"], "good_behind": {"k": (1,)}}


def prepared():
    """All that is to be damaged, and the damage: containers look at what is put into them."""
    values = {name: value for name, (value, _, _) in DAMAGED.items()}
    inside, items = [1], [2]
    values["list_with"] = [1, items, "behind"]
    values["dict_with"] = {"k": inside}
    values.update(WHOLE)
    return values, list(DAMAGED.values()) + [(inside, SIZE, HUGE), (items, THIRD, NOWHERE)]


if __name__ == "__main__":
    gc.disable()
    values, damage = prepared()
    function = function_of(values)
    hang(corrupt=sorted(set(values) - set(WHOLE)),
         whole={name: repr(value) for name, value in WHOLE.items()})
    for value, at, word in damage:
        overwrite(value, at, id(value) if word is ITSELF else word)
    function()
