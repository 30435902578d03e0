#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A server with a hostile provider and the demo, and a browser that looks at both.
# shellcheck source-path=SCRIPTDIR source=../integrations/prepare.sh
source "$(dirname "$0")/../integrations/prepare.sh"
here=$(cd "$(dirname "$0")" && pwd)
browser=$(command -v chromium || command -v chromium-browser) || skip 'chromium is not installed'
node -e 'require("playwright-core"); require("axe-core")' 2>/dev/null || skip 'playwright-core and axe-core are not in NODE_PATH'

# Every text that a plugin can give is an attempt; the figure grows with every probe.
cat >"$HOME/.config/usagestat/plugins/acme/plugin.js" <<'JS'
__usagestat_plugin = {probe: function (ctx) {
  var bad = "<script>window.hostile = 1</script><img src=x onerror=\"window.hostile = 2\">";
  var file = ctx.app.pluginDataDir + "/count";
  var count = ctx.host.fs.exists(file) ? ctx.host.fs.readText(file) + "x" : "x";
  ctx.host.fs.writeText(file, count);
  return {displayName: bad, plan: bad, account: bad, source: bad, lines: [
    ctx.line.progress({label: bad, used: count.length, limit: 50, format: {kind: "count", suffix: bad},
      resetsAt: new Date(Date.now() + 3600000).toISOString(), periodDurationMs: 18000000}),
    ctx.line.text({label: bad, value: bad, subtitle: bad}),
    ctx.line.badge({label: bad, text: bad, subtitle: bad, color: "red;background:url(//x)"}),
    ctx.line.barChart({label: bad, note: bad, points: [{label: bad, value: 1, valueLabel: bad}]})]};
}};
JS

serve() { # NAME ARGS… : starts a server, sets $port
  local name=$1
  shift
  usagestat serve --port 0 "$@" >"$work/$name.log" 2>&1 &
  pids+=($!)
  for _ in $(seq 100); do
    port=$(sed -n 's#.*http://127\.0\.0\.1:\([0-9]*\)/.*#\1#p' "$work/$name.log" | head -1)
    [[ -n $port && $port != 0 ]] && return
    sleep 0.05
  done
  fail "the server does not start: $(cat "$work/$name.log")"
}
pids=()
trap 'kill "${pids[@]}" 2>/dev/null; wait; rm -rf "$work"' EXIT
usagestat acme >/dev/null
serve hostile
hostile=$port
serve demo --demo
timeout 100 node "$here/page.js" "$browser" "$hostile" "$port"
