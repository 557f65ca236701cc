-- info files: the ELF files that the process has mapped.

pyflame.command{
  name = "info files", group = "status", max_args = 0, needs = "process", again = true,
  alias = "sharedlibrary",
  summary = "List the programs and libraries that the process has mapped.",
  help = [[
From and To are where the file lies in memory.  The build id is that of what is mapped, also when
the file was replaced since; then it says (deleted).]],
  run = function(session)
    local files, message, code = session.process:files()
    if not files then return nil, message, code end
    local width = #"Build id"
    for _, file in ipairs(files) do width = math.max(width, #(file.build_id or "(none)")) end
    local row = "%-18s  %-18s  %-" .. width .. "s  %s%s"
    print(row:format("From", "To", "Build id", "File", ""))
    for _, file in ipairs(files) do
      print(row:format(("0x%016x"):format(file.start), ("0x%016x"):format(file.start + file.size),
                       file.build_id or "(none)", pyflame.printable(file.path),
                       file.deleted and " (deleted)" or ""))
    end
  end,
}
