#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Every usagestat command that a snippet names is one that the program understands, and JSON snippets are JSON.
# shellcheck source-path=SCRIPTDIR source=prepare.sh
source "$(dirname "$0")/prepare.sh"
use 50

count=0
while IFS= read -r command; do
  count=$((count + 1))
  words=${command#usagestat }
  code=0
  # shellcheck disable=SC2086
  usagestat --demo $words </dev/null >"$work/out" 2>"$work/err" || code=$?
  ((code <= 3)) || fail "\"$command\" ends with $code: $(cat "$work/err")"
done < <(grep -rhoE 'usagestat (statusline|guard)( [a-z0-9%.-]+)*' "$repository/integrations" "$repository/.pre-commit-hooks.yaml" | sort -u)
((count >= 8)) || fail "only $count commands were found"

python3 - "$repository" <<'PY' || fail 'a JSON snippet does not parse'
import json, re, sys
root = sys.argv[1] + "/integrations/"
json.load(open(root + "claude-code/settings.json"))
text = open(root + "waybar/config.jsonc").read()
json.loads(re.sub(r"^\s*//.*$", "", text, flags=re.M))
PY
usagestat statusline --preset waybar | python3 -c 'import json, sys; bar = json.load(sys.stdin); assert set(bar) == {"text", "tooltip", "class", "percentage"}'
echo "$count commands"
