#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The real pre-commit in a real repository: a commit at 95 % of the week is refused, one at 50 % passes.
# shellcheck source-path=SCRIPTDIR source=prepare.sh
source "$(dirname "$0")/prepare.sh"
command -v git >/dev/null || skip 'git is not installed'
command -v pre-commit >/dev/null || skip 'pre-commit is not installed'
export PRE_COMMIT_HOME=$work/pre-commit GIT_CONFIG_NOSYSTEM=1
git config --global user.name Dev
git config --global user.email dev@example.com
git init -q "$work/project"
cd "$work/project"

commit() { # MESSAGE
  echo "$1" >>file
  git add -A
  git commit -q -m "$1" >"$work/out" 2>&1
}

try() {
  git config --unset-all core.hooksPath || true
  pre-commit install >/dev/null
  use 95
  if commit "at 95 with $1"; then fail "$1: a commit at 95 % passed: $(cat "$work/out")"; fi
  grep -q 'acme weekly 95.0% >= ' "$work/out" || fail "$1: the reason is not told: $(cat "$work/out")"
  use 50
  commit "at 50 with $1" || fail "$1: a commit at 50 % was refused: $(cat "$work/out")"
}

cp "$repository/integrations/pre-commit/pre-commit-config.yaml" .pre-commit-config.yaml
try 'the snippet'

# The hook that this repository offers, from a repository that has its file.
git init -q "$work/offer"
cp "$repository/.pre-commit-hooks.yaml" "$work/offer/"
git -C "$work/offer" add -A
git -C "$work/offer" commit -q -m offer
cat >.pre-commit-config.yaml <<YAML
repos:
  - repo: $work/offer
    rev: $(git -C "$work/offer" rev-parse HEAD)
    hooks:
      - id: usagestat-guard
YAML
try 'the offered hook'
