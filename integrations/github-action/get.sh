#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Gets the release binary named by VERSION into the directory $1 and refuses one whose SHA-256 is not SHA256.
set -euo pipefail
directory=$1
if [[ -z ${SHA256:-} ]]; then
  echo 'usagestat: the input sha256 is needed with a version, so that nobody else can choose the program.' >&2
  exit 64
fi
mkdir -p "$directory"
program=$directory/usagestat
curl --fail --silent --show-error --location --proto '=https' --max-time 120 \
  --output "$program" "$SERVER/$REPOSITORY/releases/download/$VERSION/usagestat-linux-x86_64"
if ! echo "$SHA256  $program" | sha256sum --check --status; then
  echo "usagestat: the release $VERSION has another SHA-256 than the one given; it is not run." >&2
  rm -f "$program"
  exit 65
fi
chmod 0755 "$program"
