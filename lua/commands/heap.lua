-- heap: the objects of the process by type, some of one type, and what grew.

local heap = require "pyflame.lib.heap"
local words = require "pyflame.lib.words"

local SPEC = {
  n = "number", type = "text", save = "text", diff = "text", ["max-pause"] = "number",
}

local ROWS, OBJECTS = 30, 10

-- A number of rows from 0 on.
local function rows_of(options, usual)
  local rows = options.n and math.tointeger(options.n) or not options.n and usual
  if not rows or rows < 0 then error("-n takes a number from 0 on.", 0) end
  return rows
end

local function list(session, options)
  local rows = rows_of(options, OBJECTS)
  local it, message, code, advice = session.process:heap{
    type = options.type, limit = rows > 0 and rows or 1000000, repr = true,
    max_pause = options["max-pause"],
  }
  if not it then return nil, message, code, advice end
  if it.matches == 0 then
    print(('No object of type "%s".'):format(pyflame.printable(options.type)))
  else
    heap.print_objects(it)
  end
  heap.warn(it)
end

local function count(session, options)
  local rows, before = rows_of(options, ROWS), nil
  local it, message, code, advice
  if options.diff then
    before, message, code = heap.load(options.diff)
    if not before then return nil, message, code end
  end
  it, message, code, advice = session.process:heap{ max_pause = options["max-pause"] }
  if not it then return nil, message, code, advice end
  if options.save then
    local good
    good, message, code = heap.save(it, options.save)
    if not good then return nil, message, code end
  end
  if before then
    heap.print_changes(it, before, rows)
  elseif options.save then
    print(("Counts of %s written to %s."):format(heap.counted(it.count, "object"),
                                                 pyflame.printable(options.save)))
  else
    heap.print(it, rows)
  end
  heap.warn(it)
end

pyflame.command{
  name = "heap", group = "data", needs = "process", again = true,
  usage = "[-type NAME] [-n N] [-save FILE] [-diff FILE] [-max-pause SECONDS]",
  summary = "Count the objects of the process by type.",
  help = [[
They are the objects that the garbage collector knows: those that can hold others.  Text, numbers,
and tuples and dicts of nothing else are not among them.  Bytes are those of the objects themselves,
as sys.getsizeof() has them, but without what is allocated apart, as the items of lists and dicts.

-type NAME          list objects of this type, the oldest first, with their values.  NAME is as in
                    the table, or without its module.
-n N                so many rows (30 types or 10 objects unless told; 0: all).
-save FILE          keep the counts in a file ...
-diff FILE          ... and show later what has changed since.
-max-pause SECONDS  how long threads may stand still at a time (0.05 unless told).  When that is too
                    short, the process runs on in between, and the counts are of several moments.]],
  complete = "files",
  run = function(session, args)
    local options, rest = words.read(args, SPEC, "heap")
    if rest[1] then
      return nil, ('heap: what is "%s"?'):format(rest[1]), "USAGE",
             ('"heap -type %s" lists objects of that type.'):format(rest[1])
    end
    if options["max-pause"] and options["max-pause"] <= 0 then
      return nil, "-max-pause takes a number of seconds above 0.", "USAGE"
    end
    if options.type and (options.save or options.diff) then
      return nil, "heap: -type goes with neither -save nor -diff.", "USAGE"
    end
    return (options.type and list or count)(session, options)
  end,
}
