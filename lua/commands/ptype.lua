-- ptype, whatis: the class of an expression's value.

local completion = require "pyflame.lib.value_completion"
local looking = require "pyflame.lib.looking"
local value_history = require "pyflame.lib.value_history"

local LIMITS = { depth = 1, elements = 10, max_string = 40, repeats = 10 }

-- Kinds of attributes that are told by what they are, not by their values.
local BY_KIND = {
  builtin_function_or_method = true, classmethod = true, ["function"] = true,
  getset_descriptor = true, member_descriptor = true, method_descriptor = true, property = true,
  staticmethod = true, type = true, wrapper_descriptor = true,
}

-- The name of the class VALUE: as its repr() has it.
local function class_name(value)
  local text = value.repr
  return text:match("^<class '(.-)'>") or text:match("^<type '(.-)'>") or
         text:match("^<class (%S+) at 0x%x+>$") or -- 2.7
         tostring(value.__name__:tolua())
end

local function names_of(classes)
  local names = {}
  for _, class in classes:items() do names[#names + 1] = class_name(class) end
  return table.concat(names, ", ")
end

local function is_shown(name) return not name:find("^__.*__$") or name == "__init__" end

local function describe_attribute(name, value)
  local type_name = value.type
  if BY_KIND[type_name] then return ("    %s: %s"):format(name, type_name) end
  return ("    %s: %s = %s"):format(name, type_name, value:format(LIMITS))
end

-- A line for each attribute of the class, without what every class has.
local function add_attributes(lines, class)
  for name, value in class:attributes() do
    if is_shown(name) then lines[#lines + 1] = describe_attribute(name, value) end
  end
end

local function describe(frame, text, variables)
  local found, message, code, advice = frame:eval(text, variables)
  if not found then return nil, message, code, advice end
  local is_class = found.type == "type" or found.type == "classobj"
  local class = is_class and found or found:attribute("__class__")
  if not class then
    class, message, code = frame:eval(("type(%s)"):format(text), variables)
    if not class then return nil, message, code end
    if not class.address then return { "type = " .. found.type } end
  end
  local bases, lineage = class:attribute("__bases__"), class:attribute("__mro__")
  local lines = { ("type = class %s%s {"):format(class_name(class),
                                                bases and "(" .. names_of(bases) .. ")" or "") }
  add_attributes(lines, class)
  if lineage and #lineage > 2 then lines[#lines + 1] = "    MRO: " .. names_of(lineage) end
  lines[#lines + 1] = "}"
  return lines
end

-- What is raised by the use of a value that is gone is returned.
local function try(frame, text, variables)
  local results = table.pack(pcall(describe, frame, text, variables))
  if results[1] then return table.unpack(results, 2, results.n) end
  return nil, tostring(results[2]):gsub("^[%w_/.]+:%d+: ", ""), "USAGE"
end

pyflame.command{
  name = "ptype", group = "data", usage = "EXPR", min_args = 1, needs = "process", again = true,
  complete = completion.complete,
  summary = "Print definition of the class of EXPR.",
  help = [[
Its bases, and what it has besides what all classes have; when EXPR is a class, of that.
Methods and properties are named.  MRO is where attributes are looked for, in this order.]],
  run = function(session, args)
    local variables = value_history.variables(args.text)
    local lines, message, code, advice = looking.at(session, function(frame)
      return try(frame, args.text, variables)
    end)
    if not lines then return nil, message, code, advice end
    for _, line in ipairs(lines) do print(pyflame.printable(line)) end
    return true
  end,
}

pyflame.command{
  name = "whatis", group = "data", usage = "EXPR", min_args = 1, needs = "process", again = true,
  complete = completion.complete,
  summary = "Print the class of expression EXPR.",
  run = function(session, args)
    local variables = value_history.variables(args.text)
    local found, message, code, advice = looking.at(session, function(frame)
      return frame:inspect(args.text, LIMITS, variables)
    end)
    if not found then return nil, message, code, advice end
    print("type = " .. pyflame.printable(found.type))
    return true
  end,
}
