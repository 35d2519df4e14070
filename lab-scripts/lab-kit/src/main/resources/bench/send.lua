-- Sends of 200 bytes under 256 eventIds, which are the keys too. Argument: path and query without the eventId.
local requests, at = {}, 0

function init(args)
  local body = string.rep("x", 200)
  for i = 1, 256 do
    requests[i] = wrk.format("POST", args[1] .. "&eventId=E-" .. i, {["Content-Type"] = "text/plain"}, body)
  end
end

function request()
  at = at % 256 + 1
  return requests[at]
end
