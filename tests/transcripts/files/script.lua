-- A script that "source" runs.
print("Lua", pyflame.process())
