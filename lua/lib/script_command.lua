-- What the command "script" says of itself, which "help script" says as well.

return {
  usage = "NAME [ARGUMENT...]",
  summary = "Run a script by its name.",
  help = [[
It looks at the process that is attached, unless it is told another.  "info scripts" lists what
there is, "help script NAME" says what one does.  A NAME with a / in it is a file's.  Ctrl-C ends
it, and a process that it holds runs on.]],
}
