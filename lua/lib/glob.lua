-- Patterns for names: a part of the name, or with wildcards the whole of it, as glob(7) has them.

local glob = {}

-- A Lua pattern for what stands between [ and ].
local function class(body)
  local negated = body:match("^[!^]")
  if negated then body = body:sub(2) end
  return "[" .. (negated and "^" or "") .. body:gsub("[%%%^%]]", "%%%0") .. "]"
end

local function translate(pattern)
  local parts, at = { "^" }, 1
  while at <= #pattern do
    local letter = pattern:sub(at, at)
    local body, stop = pattern:match("^%[([!^]?%]?[^%]]*)%]()", at)
    if letter == "*" then
      parts[#parts + 1] = ".*"
    elseif letter == "?" then
      parts[#parts + 1] = "."
    elseif body and body:find("[^!^]") then
      parts[#parts + 1] = class(body)
      at = stop - 1
    else
      parts[#parts + 1] = letter:gsub("%W", "%%%0")
    end
    at = at + 1
  end
  parts[#parts + 1] = "$"
  return table.concat(parts)
end

-- A function that says whether a name matches pattern; nil matches all.
function glob.matcher(pattern)
  if not pattern then return function() return true end end
  if not pattern:find("[*?[]") then
    return function(name) return name:find(pattern, 1, true) ~= nil end
  end
  local translated = translate(pattern)
  return function(name) return name:find(translated) ~= nil end
end

return glob
