# SPDX-License-Identifier: MIT
# Sourced by the scripts here: a home of its own, `usagestat` in PATH, and a provider whose weekly window is used to $USED percent.
# shellcheck shell=bash
set -euo pipefail
program=$1
# shellcheck disable=SC2034
repository=$2 # of the scripts that source this
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HOME=$work/home XDG_CONFIG_HOME='' XDG_DATA_HOME='' USAGESTAT_CONFIG=''
mkdir -p "$HOME/.config/usagestat/plugins/acme" "$work/bin"
ln -s "$program" "$work/bin/usagestat"
PATH=$work/bin:$PATH
echo '{"id": "acme", "name": "Acme", "entry": "plugin.js", "enabledByDefault": true, "permissions": {}}' \
  >"$HOME/.config/usagestat/plugins/acme/plugin.json"

use() { # PERCENT
  echo "__usagestat_plugin = {probe: function (ctx) { return {lines: [ctx.line.progress(
    {label: 'Weekly', used: $1, periodDurationMs: 604800000})]}; }};" >"$HOME/.config/usagestat/plugins/acme/plugin.js"
}

fail() {
  echo "FAIL: $*" >&2
  exit 1
}

skip() {
  echo "skipped: $*"
  exit 77
}
