-- referrers: the objects that refer to another one.

local completion = require "pyflame.lib.value_completion"
local heap = require "pyflame.lib.heap"
local object_address = require "pyflame.lib.object_address"
local words = require "pyflame.lib.words"

local OBJECTS = 10

local SPEC = { n = "number", type = "text", ["max-pause"] = "number" }

-- The object among the arguments, with the quotes that it may have; options may stand behind it.
local function object_of(args, rest)
  local plain = #rest == 1 and not args.text:find("[\"']")
  return plain and rest[1] or words.behind_options(args.text, SPEC)
end

pyflame.command{
  name = "referrers", group = "data", needs = "process", again = true,
  usage = "[-type NAME] [-n N] [-max-pause SECONDS] OBJECT", complete = completion.complete,
  summary = "List the objects that refer to another one.",
  help = [[
OBJECT is its address, or an expression as of "print": referrers self.lock, referrers $3.  To look
into one that is listed: print *ADDRESS.

Looked into are the objects that "heap" counts: lists, tuples, dicts, sets, instances, functions,
cells and all others, as far as their references are in themselves or, of what the collector does
not know (locks, text, numbers), in an instance's own dict.  Variables of functions that run
are not among them.  Behind the type stands where the reference is: [3] or ['key'], an attribute, or
the offset in the object's C structure.

-type NAME          only objects of this type.
-n N                so many (10 unless told; 0: all).
-max-pause SECONDS  as of "heap".]],
  run = function(session, args)
    local options, rest = words.read(args, SPEC, "referrers")
    if not rest[1] then return nil, "Argument required (an object or its address).", "USAGE" end
    local rows = options.n and math.tointeger(options.n) or not options.n and OBJECTS
    if not rows or rows < 0 then return nil, "-n takes a number from 0 on.", "USAGE" end
    if options["max-pause"] and options["max-pause"] <= 0 then
      return nil, "-max-pause takes a number of seconds above 0.", "USAGE"
    end
    local at, message, code, advice = object_address.of(session, object_of(args, rest))
    if not at then return nil, message, code, advice end
    if at <= 0 then return nil, ("No object at 0x%x."):format(at), "USAGE" end
    local it
    it, message, code, advice = session.process:heap{
      referrers = at, type = options.type, limit = rows > 0 and rows or 1000000, repr = true,
      max_pause = options["max-pause"],
    }
    if not it then return nil, message, code, advice end
    if it.matches == 0 then
      print(("No object refers to 0x%x."):format(at))
    else
      heap.print_objects(it)
    end
    heap.warn(it)
  end,
}
