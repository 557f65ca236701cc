-- info files: the ELF files that the process has mapped.

local glob = require "pyflame.lib.glob"

local function chosen(files, pattern)
  local matches, found = glob.matcher(pattern), {}
  for _, file in ipairs(files) do
    if matches(file.path) then found[#found + 1] = file end
  end
  return found
end

local function print_files(files)
  local width = #"Build id"
  for _, file in ipairs(files) do width = math.max(width, #(file.build_id or "(none)")) end
  local row = "%-18s  %-18s  %-" .. width .. "s  %s%s"
  print(row:format("From", "To", "Build id", "File", ""))
  for _, file in ipairs(files) do
    print(row:format(("0x%016x"):format(file.start), ("0x%016x"):format(file.start + file.size),
                     file.build_id or "(none)", pyflame.printable(file.path),
                     file.deleted and " (deleted)" or ""))
  end
end

pyflame.command{
  name = "info files", group = "status", usage = "[PATTERN]", max_args = 1, needs = "process",
  again = true, alias = "sharedlibrary",
  summary = "List the programs and libraries that the process has mapped.",
  help = [[
From and To are where the file lies in memory.  The build id is that of what is mapped, also when
the file was replaced since; then it says (deleted).  PATTERN is a part of their paths; with *, ? or
[a-z] in it, it is for the whole path.]],
  run = function(session, args)
    local files, message, code = session.process:files()
    if not files then return nil, message, code end
    files = chosen(files, args[1])
    if #files == 0 then
      print("No shared libraries matched.")
    else
      print_files(files)
    end
  end,
}
