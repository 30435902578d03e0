#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The scripts of the action: guard's code and verdict are handed on, and a binary with another sum is not run.
# shellcheck source-path=SCRIPTDIR source=prepare.sh
source "$(dirname "$0")/prepare.sh"
scripts=$repository/integrations/github-action

expect() { # CODE VERDICT USED ARGS
  use "$3"
  : >"$work/output"
  local code=0
  IDS=acme ARGS=$4 GITHUB_OUTPUT=$work/output "$scripts/guard.sh" "$work/bin" >"$work/out" || code=$?
  [[ $code == "$1" ]] || fail "at $3 % with \"$4\": code $code, not $1"
  [[ $(cat "$work/output") == "verdict=$2" ]] || fail "at $3 %: $(cat "$work/output")"
}
expect 0 ok 50 ''
expect 2 critical 95 ''
expect 1 warning 85 '--warn 80'
expect 3 unknown 50 '--window monthly'

code=0
SHA256='' VERSION=v1 "$scripts/get.sh" "$work/got" 2>"$work/err" || code=$?
[[ $code == 64 ]] || fail "without a sum: code $code"

# A stand-in for curl puts a file where it was asked to.
# shellcheck disable=SC2016
printf '#!/bin/sh\nwhile [ "$1" != --output ]; do shift; done\necho "echo other" >"$2"\n' >"$work/bin/curl"
chmod +x "$work/bin/curl"
code=0
SHA256=$(printf '%064d' 0) VERSION=v1 SERVER=https://example.com REPOSITORY=o/r "$scripts/get.sh" "$work/got" 2>"$work/err" || code=$?
[[ $code == 65 ]] || fail "another sum: code $code"
[[ ! -e $work/got/usagestat ]] || fail 'a binary with another sum is left'
sum=$(echo "echo other" | sha256sum | cut -d' ' -f1)
SHA256=$sum VERSION=v1 SERVER=https://example.com REPOSITORY=o/r "$scripts/get.sh" "$work/got"
[[ -x $work/got/usagestat ]] || fail 'the binary with the right sum is not there'
