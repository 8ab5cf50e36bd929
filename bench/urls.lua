-- urls.lua -- wrk asks for the addresses of a file in turn (URLS=file), each thread from another place; with FRESH=1 every
-- address gets a number of its own, so that no page cache knows it. The line that the bench reads is that of p95.lua.
local urls, at, no, fresh = {}, 0, 0, os.getenv("FRESH") == "1"
local threads = 0
function setup(thread)
    thread:set("first", threads * 7919)
    thread:set("mine", threads)
    threads = threads + 1
end
function init(args)
    for line in io.lines(os.getenv("URLS")) do urls[#urls + 1] = line end
    at = first % #urls
end
function request()
    at = at % #urls + 1
    no = no + 1
    local u = urls[at]
    if fresh then u = u .. (u:find("?", 1, true) and "&" or "?") .. "fresh=" .. mine .. "-" .. no end
    return wrk.format(nil, u)
end
function done(summary, latency, requests)
    local e = summary.errors
    io.write(string.format("RESULT %d %.6f %.3f %.3f %.3f %d\n", summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3,
        latency:percentile(95) / 1e3, latency:percentile(99) / 1e3, e.connect + e.read + e.write + e.status + e.timeout))
end
