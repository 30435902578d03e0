#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The real tmux reads the snippet and shows what the program prints.
# shellcheck source-path=SCRIPTDIR source=prepare.sh
source "$(dirname "$0")/prepare.sh"
command -v tmux >/dev/null || skip 'tmux is not installed'
use 50
usagestat acme >/dev/null
export TMUX_TMPDIR=$work
tmux -L guard -f "$repository/integrations/tmux/usagestat.conf" new-session -d -x 160 -y 12 'sleep 60'
trap 'tmux -L guard kill-server; rm -rf "$work"' EXIT
tmux -L guard show-options -g status-right | grep -q 'usagestat statusline --preset tmux' || fail 'the option is not set'
# The status line is drawn for a terminal only.
command -v script >/dev/null || skip 'script, which makes a terminal, is not installed'
TERM=xterm timeout 30 script -qfc 'stty cols 160 rows 12; tmux -L guard attach' "$work/screen" >/dev/null 2>&1 < <(sleep 20) &
for _ in $(seq 100); do
  if grep -aq 'Acme 50%' "$work/screen" 2>/dev/null; then exit 0; fi
  sleep 0.1
done
fail "the status line is not shown: $(tail -c 300 "$work/screen" 2>/dev/null | cat -v)"
