
-- Appended to each script: one line that a program can read. Latencies are of closed-loop load.
function done(summary, latency, requests)
  local errors = summary.errors
  local line = string.format(
    "RESULT requests=%d micros=%d status=%d connect=%d read=%d write=%d timeout=%d p50=%d p99=%d p999=%d max=%d",
    summary.requests, summary.duration, errors.status, errors.connect, errors.read, errors.write, errors.timeout,
    latency:percentile(50), latency:percentile(99), latency:percentile(99.9), latency.max)
  if threads then
    local accepted, final, polls = 0, 0, 0
    for _, thread in ipairs(threads) do
      accepted = accepted + thread:get("accepted")
      final = final + thread:get("final")
      polls = polls + thread:get("polls")
    end
    line = line .. string.format(" accepted=%d final=%d polls=%d", accepted, final, polls)
  end
  print(line)
end
