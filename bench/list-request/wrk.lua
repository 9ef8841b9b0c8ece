-- Sends the requests of a file, one "path<TAB>header<TAB>value" a line, in random order.
local requests = {}

function init(args)
  math.randomseed(1)
  for line in io.lines(args[1]) do
    local path, header, value = line:match('^([^\t]*)\t([^\t]*)\t(.*)$')
    wrk.headers[header] = value
    requests[#requests + 1] = wrk.format('GET', path)
  end
end

function request()
  return requests[math.random(#requests)]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\nRESULT {"requests":%d,"seconds":%f,"p50":%f,"p99":%f,"failed":%d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
