#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# GET /v1/usage with fifty instances, keep-alive, beside nginx that serves the same bytes from a file in the same run; memory;
# system calls while nobody asks; a healthy client beside 500 half-open connections. Needs wrk, nginx, strace, curl, python3.
set -euo pipefail
cd "$(dirname "$0")/.."
binary=$(realpath "${1:-build/release/usagestat}")
seconds=${2:-10}
nginx=${NGINX:-nginx}
work=$(mktemp -d)
server='' proxy=''
finish() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  [ -z "$proxy" ] || kill "$proxy" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT

for n in $(seq -w 1 50); do
  mkdir -p "$work/plugins/bench-$n"
  cat >"$work/plugins/bench-$n/plugin.json" <<JSON
{"id": "bench-$n", "name": "Bench $n", "entry": "plugin.js", "enabledByDefault": true, "permissions": {}}
JSON
  cat >"$work/plugins/bench-$n/plugin.js" <<JS
__usagestat_plugin = {id: "bench-$n", probe: function (ctx) {
  return {plan: "Max 20x", lines: [
    ctx.line.progress({label: "Session", used: 42, resetsAt: "2036-03-26T13:00:00Z", periodDurationMs: 18000000}),
    ctx.line.progress({label: "Weekly", used: 17.5, resetsAt: "2036-03-28T13:00:00Z", periodDurationMs: 604800000}),
    ctx.line.text({label: "Today", value: "\$5.17 · 9.2M tokens"})]};
}};
JS
done
export XDG_CONFIG_HOME=$work/config XDG_DATA_HOME=$work/data HOME=$work
ids=$(seq -s, -f 'bench-%02g' 1 50)
"$binary" --plugin-dir "$work/plugins" --json "$ids" >/dev/null
"$binary" serve --port 0 --plugin-dir "$work/plugins" --refresh-sec 1h >"$work/out" &
server=$!
until grep -q http "$work/out"; do sleep 0.05; done
url=$(grep -o 'http[^ ]*' "$work/out")v1/usage

mkdir -p "$work/www/v1"
curl -s "$url" >"$work/www/v1/usage"
cat >"$work/nginx.conf" <<CONF
user $(id -un); daemon off; worker_processes 1; pid $work/nginx.pid; error_log $work/nginx.log;
events { worker_connections 512; }
http {
  access_log off; default_type application/json; sendfile on; tcp_nodelay on; keepalive_requests 100000000;
  client_body_temp_path $work/t1; proxy_temp_path $work/t2; fastcgi_temp_path $work/t3;
  uwsgi_temp_path $work/t4; scgi_temp_path $work/t5;
  server { listen 127.0.0.1:18736; root $work/www; }
}
CONF
"$nginx" -c "$work/nginx.conf" -p "$work" 2>/dev/null &
proxy=$!
curl -sf --retry 20 --retry-connrefused --retry-delay 1 http://127.0.0.1:18736/v1/usage >/dev/null
cmp <(curl -s http://127.0.0.1:18736/v1/usage) <(curl -s "$url")
printf '%s bytes a body\n' "$(wc -c <"$work/www/v1/usage")"

load() { # NAME URL
  wrk -t1 -c16 -d"${seconds}s" --latency "$2" >"$work/wrk"
  awk -v name="$1" '/Requests\/sec/ {rps = $2} /99%/ {p99 = $2} END {printf "%-10s %10.0f requests/s, p99 %s\n", name, rps, p99}' \
    "$work/wrk"
}
rss() { awk -v name="$1" '/VmRSS/ {printf "%-20s RSS %5.1f MiB\n", name, $2 / 1024}' "/proc/$server/status"; }
rss "before the load"
for _ in 1 2 3; do
  load usagestat "$url" &
  loading=$!
  sleep $((seconds / 2))
  rss "during the load"
  wait "$loading"
  load nginx http://127.0.0.1:18736/v1/usage
done
rss "after the load"

sleep 1
strace -f -c -o "$work/strace" -p "$server" 2>/dev/null &
tracer=$!
sleep "${IDLE_SECONDS:-30}"
kill -INT "$tracer"
wait "$tracer" || true
echo "system calls while nobody asked for ${IDLE_SECONDS:-30} s:"
cat "$work/strace"

python3 - "$url" <<'PYTHON'
import socket, sys, time
from urllib.parse import urlparse
at = urlparse(sys.argv[1])
def connect():
    return socket.create_connection((at.hostname, at.port))
half_open = []
for _ in range(500):
    half_open.append(connect())
    half_open[-1].sendall(b"GET /v1/usage HTTP/1.1\r\nHost: ")
times = []
for _ in range(200):
    began = time.perf_counter()
    with connect() as client:
        client.sendall(b"GET /v1/usage HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        answer = b""
        while piece := client.recv(65536):
            answer += piece
    times.append((time.perf_counter() - began) * 1000)
    assert answer.startswith(b"HTTP/1.1 200 OK"), answer[:80]
print(f"beside 500 half-open connections: worst of 200 requests {max(times):.1f} ms")
PYTHON
