-- info scripts: the scripts that can be run by name, by their categories.

local OTHER = "other"

-- An array of lines for each category.
local function by_category()
  local scripts, found = require "pyflame.lib.script", {}
  for _, name in ipairs(pyflame.scripts()) do
    local it, why = scripts.describe(name)
    local category = it and it.category or OTHER
    found[category] = found[category] or {}
    table.insert(found[category], ("%s -- %s\n"):format(
      pyflame.printable(name), pyflame.printable(it and it.description or "(" .. why .. ")")))
  end
  return found
end

pyflame.command{
  name = "info scripts", group = "scripting", max_args = 0,
  summary = "List the scripts that can be run by name.",
  help = [[
Those in scripts/ of the user's folder, below PYFLAME_LUA_PATH, and built in; of equal names the
first.  Nothing of them is run for it but what they say of themselves.
"script NAME" runs one here, "pyflame-shell --script NAME" as a program.]],
  run = function()
    local found = by_category()
    local categories = {}
    for category in pairs(found) do
      if category ~= OTHER then categories[#categories + 1] = category end
    end
    table.sort(categories)
    if found[OTHER] then categories[#categories + 1] = OTHER end
    for _, category in ipairs(categories) do
      pyflame.write(pyflame.printable(category), ":\n\n", table.concat(found[category]), "\n")
    end
    pyflame.write("\"help script NAME\" says all about one, \"script NAME\" runs it.\n")
  end,
}
