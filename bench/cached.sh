#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What prompts and hooks wait for: figures that are in the cache, beside a static program that does nothing but say hello.
set -euo pipefail
cd "$(dirname "$0")/.."
binary=${1:-build/release/usagestat}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XDG_CONFIG_HOME=$work/config XDG_DATA_HOME=$work/data HOME=$work

printf '#include <cstdio>\nint main() { std::puts("hello"); }\n' >"$work/hello.cpp"
g++ -O2 -static -o "$work/hello" "$work/hello.cpp"
for n in $(seq -w 1 50); do
  mkdir -p "$work/plugins/p-$n"
  echo "{\"id\": \"p-$n\", \"name\": \"P $n\", \"entry\": \"plugin.js\", \"enabledByDefault\": true, \"permissions\": {}}" \
    >"$work/plugins/p-$n/plugin.json"
  echo "__usagestat_plugin = {probe: function (ctx) { return {lines: [ctx.line.progress({label: 'Weekly', used: $((10#$n))})]}; }};" \
    >"$work/plugins/p-$n/plugin.js"
done
"$binary" --plugin-dir "$work/plugins" --json >"$work/all.json"
grep -c '"label": "Weekly"' "$work/all.json" | sed 's/$/ instances in the cache/'

hyperfine --warmup 20 --runs 200 -N --style none --export-csv "$work/times.csv" \
  -n hello "$work/hello" \
  -n "statusline of 1" "$binary --plugin-dir $work/plugins statusline --no-refresh p-07" \
  -n "guard of 1" "$binary --plugin-dir $work/plugins guard --max-age 1h p-07" \
  -n "statusline of 50" "$binary --plugin-dir $work/plugins statusline --no-refresh" \
  -n "guard of 50" "$binary --plugin-dir $work/plugins guard --max-age 1h" >/dev/null 2>&1
awk -F, 'NR > 1 {printf "%-16s median %6.2f ms\n", $1, $4 * 1000}' "$work/times.csv"
if command -v strace >/dev/null; then
  strace -f -e trace=%network -o "$work/trace" "$binary" --plugin-dir "$work/plugins" guard --max-age 1h p-07 >/dev/null
  printf '%s network system calls\n' "$(grep -c '(' "$work/trace" || true)"
fi
