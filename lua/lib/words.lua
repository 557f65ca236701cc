-- The words of a command's line: options with one dash, and the rest.

local words = {}

-- Reads args by spec, { s = "number", x = true, o = "text" }: true is an option without a value.
-- Returns the options, and an array of the other words; raises what is wrong. Help is at COMMAND.
function words.read(args, spec, command)
  local options, rest, i = {}, {}, 1
  while args[i] do
    local name = args[i]:match("^%-%-?([%a][%w-]*)$")
    local kind = name and spec[name]
    if not name then
      rest[#rest + 1] = args[i]
    elseif not kind then
      error(("Unknown option: %s.  Try \"help %s\"."):format(args[i], command), 0)
    elseif kind == true then
      options[name] = true
    else
      i = i + 1
      if not args[i] then error("Option " .. args[i - 1] .. " needs a value", 0) end
      local value = kind == "number" and tonumber(args[i]) or kind == "text" and args[i]
      if not value then error("Not a number: " .. args[i], 0) end
      options[name] = value
    end
    i = i + 1
  end
  return options, rest
end

-- What TEXT has behind its options, as it was written; SPEC is that of words.read().
function words.behind_options(text, spec)
  while true do
    local name, rest = text:match("^%s*%-%-?(%a[%w-]*)%s*(.*)$")
    local kind = name and spec[name]
    if not kind then return text end
    text = kind == true and rest or
           rest:match('^"[^"]*"%s*(.*)$') or rest:match("^%S+%s*(.*)$") or ""
  end
end

return words
