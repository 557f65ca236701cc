-- Styles for the elements of texts that are laid out already, and safe for a terminal.

local pyflame = require "pyflame"

local styled = {}

-- "leaf at /srv/app.py:13": the function, the file and the line.
function styled.place(text)
  local name, file, line = text:match("^(.*) at (.-):(%d+)$")
  if not name then return text end
  return pyflame.style("function", name) .. " at " .. pyflame.style("filename", file) .. ":"
         .. pyflame.style("line-number", line)
end

-- 'Thread 4711 "worker"': the name.
function styled.quoted(text)
  local before, name, behind = text:match('^([^"]*")(.*)(".*)$')
  return name and before .. pyflame.style("thread", name) .. behind or text
end

return styled
