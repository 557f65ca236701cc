-- What users write: expressions with $names, and lines that begin with "=".
local expression = require "pyflame.lib.expression"

local function value(text, fields, subject)
  local f = assert(expression.compile(text, fields))
  return f(subject)
end

test("fields are looked up in the subject", function()
  local fields = {
    line = true, func = "name", twice = function(subject) return 2 * subject.line end,
  }
  local subject = { line = 3, name = "leaf" }
  equal(value("line + 1", fields, subject), 4)
  equal(value("func == 'leaf' and twice", fields, subject), 6)
  equal(value("string.rep(func, 2)", fields, subject), "leafleaf")
end)

test("a function of an expression is used again for each subject", function()
  local f = assert(expression.compile("line > 2", { line = true }))
  equal(f{ line = 1 }, false)
  equal(f{ line = 3 }, true)
end)

test("an expression may come back to itself", function()
  local f
  f = assert(expression.compile("depth == 0 and 0 or 1 + $_deeper(depth) * 0 + depth", {
    depth = true,
  }))
  pyflame.func{ name = "deeper", run = function(depth) return f{ depth = depth - 1 } end }
  equal(f{ depth = 3 }, 4)
end)

test("a name that is nothing is an error, not nil", function()
  local f = assert(expression.compile("fnuc == 'x'", { func = true, line = true }))
  raises('Unknown name "fnuc".  Known: func, line.', f)
  raises('"line" cannot be set here', assert(expression.compile("(function() line = 1 end)()", {})))
end)

test("$names are functions and variables", function()
  pyflame.func{ name = "_twice", run = function(x) return 2 * x end }
  pyflame.func{ name = "thrice", run = function(x) return 3 * x end }
  equal(value("$_twice(4) + $_thrice(1)"), 11)
  equal(value("$nothing"), nil)
  pyflame.vars.x = 5
  equal(value("$x*2"), 10)
  equal(pyflame.funcs._twice(3), 6)
end)

test("$ in text and comments is text", function()
  equal(value([==['$x' .. "\"$x" .. [=[$x]]]=] --[[ $x ]] ]==]), [==[$x"$x$x]]]==])
  equal(expression.expand("a[$x[1]] - $y -- $z"), "a[__dollar.x[1]] - __dollar.y -- $z")
  equal(expression.expand("'$x"), "'$x")
  equal(expression.expand("[[$x"), "[[$x")
end)

test("what is no expression says so", function()
  local function fails(text, want)
    local f, message, code = expression.compile(text, {})
    equal(f, nil)
    equal(message, want)
    equal(code, "USAGE")
  end
  fails("1 +", "Invalid expression: 1 +: unexpected symbol near <eof>")
  fails("$x = 1", "Invalid expression: $x = 1: <eof> expected near '='")
  fails(" ", "Argument required (expression to compute).")
end)

test("descriptions of functions are checked", function()
  raises("func: name is not a name", function() pyflame.func{ run = print } end)
  raises("func: name is not a name", function() pyflame.func{ name = "a b", run = print } end)
  raises("func: run is not a function", function() pyflame.func{ name = "a" } end)
end)

test("= prints what an expression is worth", function()
  equal(pyflame.capture("=1+1"), "2\n")
  equal(pyflame.capture("= 1, 'a'"), "1\ta\n")
  equal(pyflame.capture("=$y = 3"), "")
  equal(pyflame.vars.y, 3)
  equal(pyflame.capture("  =$y + $_twice($y)"), "9\n")
  equal(pyflame.capture("=nothing"), "nil\n")
  local _, message = pyflame.execute("= 1 +")
  equal(message, "Invalid expression: 1 +: unexpected symbol near <eof>")
  _, message = pyflame.execute("=")
  equal(message, "Argument required.  Usage: = EXPRESSION")
end)
