-- info interpreters: the Python interpreters of the process, one line each.

-- Which interpreters have a GIL of their own, by the addresses of their states.
local function own_gils(process)
  local gils, message, code = process:gils()
  if not gils then return nil, message, code end
  local own = {}
  for _, gil in ipairs(gils) do
    if gil.interpreter_at then own[gil.interpreter_at] = gil.disabled and "none" or gil.own end
  end
  return own
end

local function gil_word(own, interpreter)
  local kind = own[interpreter.at]
  if kind == "none" then return "disabled" end
  if kind == nil then kind = interpreter.id == 0 end -- one for all
  return kind and "own" or "shared"
end

pyflame.command{
  name = "info interpreters", group = "status", max_args = 0, needs = "process", again = true,
  summary = "List the Python interpreters of the process.",
  help = [[
The * marks that of the selected thread.  GIL says whether it has one of its own, which it may from
CPython 3.12 on, or shares that of the main interpreter; "disabled" is one that is not used.]],
  run = function(session)
    local interpreters, message, code = session.process:interpreters()
    if not interpreters then return nil, message, code end
    local own
    own, message, code = own_gils(session.process)
    if not own then return nil, message, code end
    local selected = session.thread and session.thread.interpreter
    print("  Id   Address            GIL       Threads")
    for _, interpreter in ipairs(interpreters) do
      print(("%s %-4d 0x%016x %-9s %d%s"):format(
        interpreter.id == selected and "*" or " ", interpreter.id, interpreter.at,
        gil_word(own, interpreter), #interpreter.threads,
        interpreter.id == 0 and "  (main)" or ""))
    end
  end,
}
