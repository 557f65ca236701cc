-- Long values over several lines, as "set print pretty" wants them: what is in a container or an
-- object is indented, one part to a line, where it does not fit into one.

local pretty = {}

local DEEPEST = 120 -- columns to the right that parts are indented at most

local CLOSERS = { ["{"] = "}", ["["] = "]", ["("] = ")", ["<"] = ">" }

-- Where the text in quotes that begins at AT ends.
local function end_of_quoted(text, at)
  local quote = text:sub(at, at)
  local from = at + 1
  while true do
    local found = text:find("[\\" .. quote .. "]", from)
    if not found then return #text end
    if text:sub(found, found) == quote then return found end
    from = found + 2
  end
end

-- Each bracket's partner, and of each opening one where the commas are right in it; nil when they
-- do not match. What is in <...> is not looked into.
local function match_brackets(text)
  local partner, commas, stack = {}, {}, {}
  local at, angles = 1, 0
  while true do
    at = text:find("['\"{}%[%]()<>,]", at)
    if not at then return #stack == 0 and partner or nil, commas end
    local letter = text:sub(at, at)
    local open = stack[#stack]
    if letter == "'" or letter == '"' then
      at = end_of_quoted(text, at)
    elseif CLOSERS[letter] then
      stack[#stack + 1], commas[at] = at, {}
      angles = angles + (letter == "<" and 1 or 0)
    elseif letter == "," then
      if open and angles == 0 then table.insert(commas[open], at) end
    else
      if not open or CLOSERS[text:sub(open, open)] ~= letter then return nil end
      if angles == 0 then partner[open] = at end
      stack[#stack] = nil
      angles = angles - (letter == ">" and 1 or 0)
    end
    at = at + 1
  end
end

-- The first bracket from FROM to TO whose contents can be laid out.
local function find_group(it, from, to)
  local at = from
  while true do
    at = it.text:find("[{%[(]", at)
    if not at or at > to then return nil end
    local close = it.partner[at]
    if close and close <= to and close > at + 1 then return at, close end
    at = at + 1
  end
end

local write

-- Where the parts between two brackets begin and end, with their commas.
local function parts_of(it, open, close)
  local parts, from = {}, open + 1
  for _, comma in ipairs(it.commas[open]) do
    parts[#parts + 1] = { from, comma }
    from = it.text:find("[^ ]", comma + 1) or close
  end
  if from < close then parts[#parts + 1] = { from, close - 1 } end
  return parts
end

-- The parts between two brackets, one to a line; numbers and short texts as many as there is room.
local function write_group(it, open, close, indent)
  local inner = "\n" .. (" "):rep(indent)
  local simple = not it.text:sub(open + 1, close - 1):find("[=:<{%[(]")
  local column = it.width
  for _, part in ipairs(parts_of(it, open, close)) do
    local size = part[2] - part[1] + 1
    local fits = simple and column + 1 + size <= it.width
    it.out[#it.out + 1] = fits and " " or inner
    column = fits and column + 1 + size or indent + size
    write(it, part[1], part[2], indent)
  end
  it.out[#it.out + 1] = "\n" .. (" "):rep(indent - 2)
end

-- The text from FROM to TO, which stands INDENT columns from the left.
function write(it, from, to, indent)
  while from <= to and to - from + 1 + indent > it.width and indent < DEEPEST do
    local open, close = find_group(it, from, to)
    if not open then break end
    it.out[#it.out + 1] = it.text:sub(from, open)
    write_group(it, open, close, indent + 2)
    it.out[#it.out + 1] = it.text:sub(close, close)
    from = close + 1
  end
  it.out[#it.out + 1] = it.text:sub(from, to)
end

-- TEXT, the repr of a value, laid out for lines of WIDTH columns.
function pretty.layout(text, width)
  if #text <= width then return text end
  local partner, commas = match_brackets(text)
  if not partner then return text end
  local it = { text = text, partner = partner, commas = commas, width = width, out = {} }
  write(it, 1, #text, 0)
  return table.concat(it.out)
end

return pretty
