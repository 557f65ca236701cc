-- How a thread is called by its number: 2 (LWP 14458) "worker-A".

local numbered = {}

function numbered.text(session, thread)
  local name = thread.name and (' "%s"'):format(pyflame.printable(thread.name)) or ""
  return ("%d (LWP %s)%s"):format(session:number(thread), thread.tid or "?", name)
end

-- The same for the thread state at at, among a dump's threads; nil for 0 and nil.
function numbered.text_at(session, list, at)
  if not at then return nil end
  for _, thread in ipairs(list) do
    if thread.at == at then return numbered.text(session, thread) end
  end
  return ("at 0x%x, which has come or gone meanwhile"):format(at)
end

return numbered
