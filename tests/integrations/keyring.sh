#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A real keyring: what other programs keep there is found, and stays theirs when it is changed.
# shellcheck source-path=SCRIPTDIR source=prepare.sh
source "$(dirname "$0")/prepare.sh"
for tool in dbus-run-session gnome-keyring-daemon secret-tool; do
  command -v "$tool" >/dev/null || skip "$tool is not installed"
done
if [[ -z ${KEYRING_SESSION:-} ]]; then
  timeout 20 dbus-run-session -- true 2>/dev/null || skip 'no message bus can be started here'
  export KEYRING_SESSION=1
  exec dbus-run-session -- bash "$0" "$@"
fi
export XDG_RUNTIME_DIR=$work/run LC_ALL=C.UTF-8
mkdir -m 700 "$XDG_RUNTIME_DIR"
printf password | timeout 20 gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1 || skip 'no keyring can be started here'
printf x | timeout 20 secret-tool store --label=x service probe 2>/dev/null || skip 'the keyring cannot be used here'

keep() { # VALUE LABEL ATTRIBUTES…
  printf %s "$1" | secret-tool store --label="$2" "${@:3}"
}
keep old-token 'The login of Zoë' service acme-token account zoë
keep other-token 'Password for me on acme-go' service acme-go username me

plugin=$HOME/.config/usagestat/plugins/acme
sed -i 's/"permissions": {}/"permissions": {"keychain": ["acme-*"]}/' "$plugin/plugin.json"
cat >"$plugin/plugin.js" <<'SCRIPT'
__usagestat_plugin = {probe: function (ctx) {
  var keychain = ctx.host.keychain;
  var before = [keychain.read("acme-token"), keychain.read("acme-go", "me"), keychain.read("acme-go", "you"), keychain.read("acme-none")];
  keychain.write("acme-token", "new-token");
  keychain.write("acme-go", "newer-token", "me");
  keychain.write("acme-own", "own-token", "me");
  return {lines: [ctx.line.text({label: "Read", value: before.map(function (each) { return each === null ? "none" : each.length + ""; }).join(" ")})]};
}};
SCRIPT
# As under cron: names must not depend on the locale.
out=$(LC_ALL=C usagestat usage acme --force) || fail "$out"
[[ $out == *"Read: 9 11 none none"* ]] || fail "read: $out"

has() { # WANTED ATTRIBUTES…
  [[ $(secret-tool lookup "${@:2}") == "$1" ]] || fail "${*:2} is $(secret-tool lookup "${@:2}"), not $1"
}
has new-token service acme-token account zoë
has newer-token service acme-go username me
has own-token service acme-own account me
[[ $(secret-tool search service acme-token 2>/dev/null | grep -c '^label = The login of Zoë$') == 1 ]] || fail 'the label is lost'
[[ $(secret-tool search --all service acme-token 2>/dev/null | grep -c '^label = ') == 1 ]] || fail 'there are two items now'
