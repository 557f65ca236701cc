-- info maps: the memory map of the process.

pyflame.command{
  name = "info maps", group = "status", max_args = 0, needs = "process", again = true,
  alias = "mappings",
  summary = "Show the memory map of the process.",
  help = [[
As GDB's "info proc mappings": where each region begins and ends, its size and its offset in the
file that it maps, what may be done with it (read, write, execute; private or shared), and that
file.]],
  run = function(session)
    local process = session.process
    local regions, message, code = process:maps()
    if not regions then return nil, message, code end
    print("process " .. process.pid)
    print("Mapped address spaces:\n")
    print(("  %18s %18s %10s %10s  %s"):format("Start Addr", "End Addr", "Size", "Offset",
                                             "Perms  objfile"))
    for _, region in ipairs(regions) do
      local line = ("  %18s %18s %10s %10s  %-5s  %s%s"):format(
        ("0x%x"):format(region.start), ("0x%x"):format(region.start + region.size),
        ("0x%x"):format(region.size), ("0x%x"):format(region.offset), region.permissions,
        pyflame.printable(region.path), region.deleted and " (deleted)" or "")
      print((line:gsub("%s+$", "")))
    end
  end,
}
