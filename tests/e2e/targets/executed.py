"""Code that exists only in memory, under file names that name no file."""
import truth

FACTORY = """

def made(action):
    return eval("action()", {"action": action})
"""


def compiled(source, name, variables):
    exec(compile(source, name, "exec"), variables)
    return variables


if __name__ == "__main__":
    made = compiled(FACTORY, "/no/such/file.py", {})["made"]
    call = compiled("call = lambda: made(park)\n", "<memory>", {"made": made, "park": truth.park})
    exec("\n\nwith_string = lambda: call()\n", {"call": call["call"]}, call)
    call["with_string"]()
