#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Time and memory of commands that ask nobody, beside a static program that does nothing but say hello.
set -euo pipefail
cd "$(dirname "$0")/.."
binary=${1:-build/release/usagestat}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XDG_CONFIG_HOME=$work/config XDG_DATA_HOME=$work/data HOME=$work

printf '#include <cstdio>\nint main() { std::puts("hello"); }\n' >"$work/hello.cpp"
g++ -O2 -static -o "$work/hello" "$work/hello.cpp"
# One of the demo accounts has expired on purpose, hence exit code 3.
hyperfine --warmup 20 --runs 200 -N -i --style none --export-csv "$work/times.csv" \
  -n hello "$work/hello" -n help "$binary --help" -n list "$binary list" \
  -n "list --json" "$binary list --json" -n "usage --demo" "$binary usage --demo" >/dev/null 2>&1
awk -F, 'NR > 1 {printf "%-14s median %6.2f ms\n", $1, $4 * 1000}' "$work/times.csv"
for arguments in "--help" "list" "usage --demo"; do
  # shellcheck disable=SC2086
  /usr/bin/time -q -f "%M" -o "$work/rss" "$binary" $arguments >/dev/null || true
  awk -v name="$arguments" '{printf "%-14s peak RSS %5.1f MiB\n", name, $1 / 1024}' "$work/rss"
done
/usr/bin/time -f "%M" -o "$work/rss" "$work/hello" >/dev/null 2>&1
awk '{printf "%-14s peak RSS %5.1f MiB\n", "hello", $1 / 1024}' "$work/rss"
