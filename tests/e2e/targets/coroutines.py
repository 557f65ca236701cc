"""Coroutines parked inside nested awaits, driven by hand and by asyncio."""
import sys

import truth

SOURCE = """
import asyncio

class Manager:
    async def __aenter__(self):
        return await leaf(
            'entering')

    async def __aexit__(self, *error):
        pass

async def leaf(name):
    truth.park()
    return name

async def ticks():
    async with Manager() as name:
        yield name

async def collect():
    return [name async for name in ticks()]

async def idle():
    await asyncio.Event().wait()

async def main():
    aside = asyncio.ensure_future(idle())
    await asyncio.gather(asyncio.wait_for(collect(), None))
    aside.cancel()

def run():
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    loop.run_until_complete(main())
"""

if __name__ == "__main__":
    if truth.PYTHON_2:
        truth.skip("coroutines came with 3.5")
    scope = {"truth": truth}
    exec(compile(SOURCE, "<coroutines>", "exec"), scope)
    scope["run"]()
