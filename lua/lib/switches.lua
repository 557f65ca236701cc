-- Lists of what scripts have added and users can switch: frame filters, pretty-printers.

local switches = {}

local List = {}
List.__index = List

-- WHAT is the word that the commands have for one; NONE is said when there are none.
function switches.list(what, none)
  local list = setmetatable({}, { __index = setmetatable({ what = what, none = none }, List) })
  return list
end

-- Adds DESCRIPTION, in place of one of the same name. FUNCTION is who is called, for messages.
function List:add(description, called)
  if type(description.name) ~= "string" or not description.name:find("^%S+$") then
    error(called .. ": name is not a word", 4)
  end
  if description.enabled == nil then description.enabled = true end
  for i, other in ipairs(self) do
    if other.name == description.name then
      self[i] = description
      return
    end
  end
  table.insert(self, description)
end

-- Enables or disables the one called NAME, or "all": how many; or nil, message, code.
function List:switch(name, enabled)
  local count = 0
  for _, entry in ipairs(self) do
    if name == "all" or entry.name == name then
      entry.enabled = enabled
      count = count + 1
    end
  end
  if count > 0 or name == "all" then return count end
  return nil, ("%s \"%s\" not found.  Try \"info %s\"."):format(self.what, name, self.what), "USAGE"
end

function List:count_enabled()
  local count = 0
  for _, entry in ipairs(self) do
    if entry.enabled then count = count + 1 end
  end
  return count
end

-- The lines that "info" prints about the list.
function List:print()
  if #self == 0 then
    print(self.none)
    return
  end
  for _, line in ipairs(self.describe()) do print(line) end
end

return switches
