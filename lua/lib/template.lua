-- Templates such as "%F:%l %n": a frame as a line of text.

local pyflame = require "pyflame"

local template = {}

-- What each letter stands for, of a frame and its thread; "?" for what is not known.
local LETTERS = {
  f = function(frame) return frame.file end,
  F = function(frame) return frame.file:match("[^/]*$") end,
  l = function(frame) return frame.line end,
  L = function(frame) return frame.level end,
  n = function(frame) return frame.name end,
  q = function(frame) return frame.qualname or frame.name end,
  t = function(_, thread) return thread.tid end,
  T = function(_, thread) return thread.name end,
}

-- TEXT as a function(frame, thread) that makes a line, safe for a terminal; nil and why when it has
-- a letter that nothing is known of.
function template.compile(text)
  for letter in text:gsub("%%%%", ""):gmatch("%%(.?)") do
    if not LETTERS[letter] then
      return nil, ("Invalid format \"%s\": %%%s is none of %%f %%F %%l %%L %%n %%q %%t %%T %%%%.")
                  :format(text, letter)
    end
  end
  return function(frame, thread)
    return pyflame.printable((text:gsub("%%(.)", function(letter)
      if letter == "%" then return "%" end
      return tostring(LETTERS[letter](frame, thread) or "?")
    end)))
  end
end

return template
