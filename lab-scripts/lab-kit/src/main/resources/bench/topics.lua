-- Sends of 200 bytes to many topics in turn. Arguments: path and query without eventId and topic; prefix of the
-- topics; how many.
local requests, at = {}, 0

function init(args)
  local body = string.rep("x", 200)
  for i = 1, 300 do
    local query = "&eventId=E-" .. i .. "&topic=" .. args[2] .. (i % tonumber(args[3]))
    requests[i] = wrk.format("POST", args[1] .. query, {["Content-Type"] = "text/plain"}, body)
  end
end

function request()
  at = at % 300 + 1
  return requests[at]
end
