-- Sends of 200 bytes, each with an Idempotency-Key of its own. Arguments: path and query without the eventId; what
-- makes the keys of this run differ from those of others.
local started = 0

function setup(thread)
  thread:set("number", started)
  started = started + 1
end

local parts, count, prefix = {}, 0, ""

function init(args)
  local headers = {["Content-Type"] = "text/plain", ["Idempotency-Key"] = "@@"}
  local template = wrk.format("POST", args[1] .. "&eventId=@@", headers, string.rep("x", 200))
  for part in (template .. "@@"):gmatch("(.-)@@") do
    parts[#parts + 1] = part
  end
  prefix = args[2] .. "-" .. number .. "-"
end

function request()
  count = count + 1
  return table.concat(parts, prefix .. count)
end
