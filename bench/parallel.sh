#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Fifty plugins that each wait 300 ms for a local server: how long does `usage` take in all? The physical limit is the one
# wait itself, measured beside it with a single plugin.
set -euo pipefail
cd "$(dirname "$0")/.."
binary=${1:-build/release/usagestat}
work=$(mktemp -d)
trap 'exec 3>&- ; rm -rf "$work"' EXIT

g++ -O2 -std=c++20 -pthread -o "$work/slow_server" bench/slow_server.cpp
mkfifo "$work/stdin"
"$work/slow_server" 300 <"$work/stdin" >"$work/port" &
exec 3>"$work/stdin"
while [ ! -s "$work/port" ]; do sleep 0.02; done
port=$(cat "$work/port")

for n in $(seq -w 1 50); do
  mkdir -p "$work/plugins/slow-$n"
  cat >"$work/plugins/slow-$n/plugin.json" <<JSON
{"id": "slow-$n", "name": "Slow $n", "entry": "plugin.js", "enabledByDefault": true,
 "permissions": {"hosts": ["127.0.0.1"]}}
JSON
  cat >"$work/plugins/slow-$n/plugin.js" <<JS
__usagestat_plugin = {id: "slow-$n", probe: function (ctx) {
  var answer = ctx.util.requestJson({url: "http://127.0.0.1:$port/$n"});
  return {lines: [ctx.line.progress({label: "Session", used: answer.json.used})]};
}};
JS
done

# --force: the second run would be answered from the cache.
export XDG_CONFIG_HOME=$work/config XDG_DATA_HOME=$work/data HOME=$work
ids=$(seq -s, -f 'slow-%02g' 1 50)
"$binary" --plugin-dir "$work/plugins" --json "$ids" | grep -c '"used": 42.0' | sed 's/$/ of 50 answered/'
hyperfine --warmup 1 --runs 10 -N \
  -n "1 plugin" "$binary --plugin-dir $work/plugins --json --force slow-01" \
  -n "50 plugins" "$binary --plugin-dir $work/plugins --json --force $ids"
