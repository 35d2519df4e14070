-- Batches of 100 records of 200 bytes as a JSON array. Argument: path and query.
local requests, at = {}, 0

function init(args)
  local text = string.rep("x", 200)
  for i = 1, 8 do
    local entries = {}
    for j = 1, 100 do
      local event = "E-" .. (i * 100 + j)
      entries[j] = '{"eventId":"' .. event .. '","key":"' .. event .. '","message":"' .. text .. '"}'
    end
    local body = "[" .. table.concat(entries, ",") .. "]"
    requests[i] = wrk.format("POST", args[1], {["Content-Type"] = "application/json"}, body)
  end
end

function request()
  at = at % 8 + 1
  return requests[at]
end
