#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Runs `usagestat guard` on IDS with ARGS (words with blanks between), the binary in the directory $1 first in PATH.
# Ends with guard's own exit code; says the verdict to later steps when GITHUB_OUTPUT is set.
set -uo pipefail
PATH=$1:$PATH
read -ra ids <<<"${IDS:-}"
read -ra args <<<"${ARGS:-}"
usagestat guard "${args[@]}" "${ids[@]}"
code=$?
case $code in
  0) verdict=ok ;;
  1) verdict=warning ;;
  2) verdict=critical ;;
  *) verdict=unknown ;;
esac
if [[ -n ${GITHUB_OUTPUT:-} ]]; then echo "verdict=$verdict" >>"$GITHUB_OUTPUT"; fi
exit "$code"
