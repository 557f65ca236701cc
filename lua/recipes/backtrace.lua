-- backtrace as a script.

local recipe = require "pyflame.lib.recipe"
local stacks = require "pyflame.lib.stacks"

local LOOP = [[
local thread = assert(pyflame.thread())
if #thread == 0 and not thread.truncated then print("(no Python frame)") end
for level = @first@, @last@ do
  local frame = thread[level + 1]
  print(("#%-2d %s"):format(level, pyflame.printable(tostring(frame))))
  local source = frame.line and pyflame.source_line(frame.file, frame.line)
  if source then print("        " .. source) end
end
]]

local END = [[
if thread.truncated then
  print(("(stack truncated: %s)"):format(pyflame.printable(thread.truncated)))
end
]]

local MORE = [[
if #thread > @count@ then print("(More stack frames follow...)") end
]]

local RENDER = [[
pyflame.write(assert(pyflame.render(assert(pyflame.thread()), @format@, @options@)))
]]

-- Without filters and formats, frame by frame.
local function loop(count)
  if not count then return recipe.fill(LOOP, { first = 0, last = "#thread - 1" }) .. END end
  if count < 0 then
    return recipe.fill(LOOP, { first = ("math.max(#thread - %d, 0)"):format(-count),
                               last = "#thread - 1" }) .. END
  end
  return recipe.fill(LOOP, { first = 0, last = ("math.min(#thread, %d) - 1"):format(count) })
         .. recipe.fill(MORE, { count = count }) .. END
end

return function(words)
  local asked, message, code = stacks.read_backtrace(words, pyflame.get("format"))
  if not asked then return nil, message, code end
  if asked.format == "gdb" and not stacks.filtered(asked) then return loop(asked.count) end
  return recipe.fill(RENDER, {
    format = recipe.literal(asked.format),
    options = recipe.options{ count = asked.count, hide = asked.hide,
                              no_filters = asked.no_filters },
  })
end
