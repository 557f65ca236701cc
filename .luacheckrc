-- What luacheck lets pass: Lua 5.4 and its standard library, and the shell's few globals.
std = "lua54"
max_line_length = 100
self = false

-- The shell offers the module as a global as well, for the lua prompt and for scripts.
local module = {
  other_fields = true,
  fields = {
    vars = { read_only = false, other_fields = true }, prompt_hook = { read_only = false },
  },
}
read_globals = { pyflame = module, pf = module }

-- What editors read has no bodies.
files["lua/meta"] = { globals = { "pyflame", "pf" }, ignore = { "211", "212", "241", "631" } }

files["tests/lua"] = {
  ignore = { "212", "512" },
  read_globals = { "equal", "raises", "target", "test" },
}
files["tests/lua/support"] = { globals = { "equal", "pyflame", "raises", "target", "test" } }
