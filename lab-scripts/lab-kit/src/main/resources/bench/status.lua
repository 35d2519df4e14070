-- Async sends whose status is asked for until it is final. Arguments: path and query of the send without the eventId;
-- path of the status.
threads = {}

function setup(thread)
  table.insert(threads, thread)
end

accepted, final, polls = 0, 0, 0
local requests, at, path = {}, 0, ""
local waiting, first, last = {}, 1, 0

function init(args)
  local body = string.rep("x", 200)
  path = args[2]
  for i = 1, 256 do
    requests[i] = wrk.format("POST", args[1] .. "&eventId=E-" .. i, {["Content-Type"] = "text/plain"}, body)
  end
end

function request()
  if first <= last then
    local id = waiting[first]
    waiting[first] = nil
    first = first + 1
    polls = polls + 1
    return wrk.format("GET", path .. id)
  end
  at = at % 256 + 1
  return requests[at]
end

function response(status, headers, body)
  if status == 202 then
    accepted = accepted + 1
  elseif status == 200 and body:find('"final":true', 1, true) then
    final = final + 1
    return
  end
  local id = body:match('"requestId":"([^"]*)"')
  if id then
    last = last + 1
    waiting[last] = id
  end
end
