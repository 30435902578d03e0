// SPDX-License-Identifier: MIT
// The table of contents of the program, by hand and in reading order. Help, man page and
// completions are made from it.
#include <algorithm>
#include <array>

#include "cli/command.hpp"
#include "cli/commands/commands.hpp"

namespace usagestat::cli {
namespace {

using K = ValueKind;

constexpr std::array k_global_options{
    Option{"json", 0, K::none, "", "Print JSON."},
    Option{"json-only", 0, K::none, "", "Same as --json.", false, false, true},
    Option{"pretty", 0, K::none, "", "Indented JSON (the default)."},
    Option{"compact", 0, K::none, "", "JSON on one line."},
    Option{"plain", 0, K::none, "", "Stable plain text, as when the output is no terminal."},
    Option{"no-color", 0, K::none, "", "No colours (also NO_COLOR)."},
    Option{"config", 0, K::file, "PATH", "Read this config file (also USAGESTAT_CONFIG)."},
    Option{"plugin-dir", 0, K::directory, "DIR", "Look for plugins here first; repeatable.", true},
    Option{"all", 0, K::none, "", "Include providers that are off."},
    Option{"timeout", 0, K::duration, "DURATION", "Limit for the whole command: 90s, 5m."},
    Option{"demo", 0, K::none, "", "Use recorded demo accounts instead of real ones."},
    Option{"verbose", 'v', K::none, "", "Show what is done, on standard error."},
    Option{"log-level", 0, K::log_level, "LEVEL",
           "Least level of messages on standard error: error, warning, info, debug, trace."},
    Option{"log-format", 0, K::log_format, "FORMAT", "Form of those messages: text or json."},
    Option{"json-output", 0, K::none, "", "Same as --log-format json.", false, false, true},
    Option{"help", 'h', K::none, "", "Show help and exit."},
    Option{"version", 'V', K::none, "", "Show the version and exit."},
};

constexpr Option k_provider{
    "provider", 0, K::provider, "ID", "Another way to name a provider or instance; repeatable.",
    true};
constexpr Option k_format{"format", 0, K::format, "FORMAT", "text or json."};

constexpr Option k_account{
    "account", 0, K::text, "LABEL",
    "Only the instances of this account: an instance id, a display name or a known account."};
constexpr Option k_max_age{
    "max-age", 0, K::duration, "DURATION",
    "Take figures that are not older than this from the cache (usage: 30s, guard: 60s)."};
constexpr Option k_force{"force", 0, K::none, "",
                         "Ask again, also when the figures are fresh or a service wants a pause."};
constexpr Option k_window{"window", 0, K::text, "WINDOW",
                          "Look at this window only: any, session, weekly, monthly or a label."};
constexpr Option k_fail_open{"fail-open", 0, K::none, "",
                             "Exit 0 also when a provider could not be read."};

constexpr std::array k_usage_options{
    k_provider,
    k_format,
    Option{"source", 0, K::mode, "MODE",
           "How to read the figures: auto, web, cli, oauth, api, local or custom."},
    Option{"web", 0, K::none, "", "Same as --source web."},
    k_account,
    k_max_age,
    k_force,
    Option{"warn", 0, K::number, "PCT", "Exit 1 when a window has reached this percentage."},
    Option{"fail", 0, K::number, "PCT", "Exit 2 when a window has reached this percentage."},
    k_window,
    k_fail_open,
    Option{"save", 0, K::none, "", "Add the figures to the history."},
    Option{"watch", 0, K::duration, "DURATION",
           "Show again and again, every 60s or as often as said; Ctrl-C ends it.", false, true},
    Option{"replay", 0, K::file, "STORY", "Show what a story gives instead of asking; repeatable.",
           true},
    Option{"record", 0, K::file, "FILE", "Write the probe as a story, with every secret replaced."},
};
constexpr std::array k_guard_options{
    k_provider,
    k_format,
    Option{"warn", 0, K::number, "PCT", "Exit 1 when a window has reached this percentage."},
    Option{"fail", 0, K::number, "PCT",
           "Exit 2 when a window has reached this percentage (failAt of the config, else 90)."},
    Option{"min-remaining", 0, K::number, "PCT", "Exit 2 when less than this is left."},
    k_window,
    k_account,
    k_max_age,
    k_force,
    k_fail_open,
    Option{"quiet", 'q', K::none, "", "Print nothing; the exit code says it."},
};
constexpr std::array k_statusline_options{
    k_provider,
    Option{"preset", 0, K::text, "NAME",
           "Form of the line: plain, tmux, waybar, starship, polybar, or that of an agent."},
    Option{"format", 0, K::text, "TEMPLATE",
           "A line of your own: '{ID.weekly.used}% {ID.weekly.resetsIn}'."},
    Option{"max-age", 0, K::duration, "DURATION",
           "Figures older than this are refreshed in the background (refreshSec of the config)."},
    Option{"no-refresh", 0, K::none, "", "Only read what is there."},
    Option{"refresh-now", 0, K::none, "", "", false, false, true},
};
constexpr std::array k_history_options{
    k_provider,
    Option{"since", 0, K::moment, "TIME", "Samples from then on: 7d ago, a date or a time."},
    Option{"until", 0, K::moment, "TIME", "Samples up to then; a date means its end."},
    Option{"limit", 0, K::count, "N", "The newest so many samples of each instance."},
    Option{"format", 0, K::table_format, "FORMAT", "text, json or csv."},
};
constexpr std::array k_export_options{
    k_provider,
    Option{"format", 0, K::export_format, "FORMAT", "json (the default) or csv."},
    Option{"from-file", 0, K::file, "FILE", "Read this history file instead of asking."},
    Option{"output", 'o', K::file, "FILE", "Write to this file instead of standard output."},
    Option{"source", 0, K::mode, "MODE", "How to read the figures, as for usage."},
    Option{"web", 0, K::none, "", "Same as --source web."},
    k_account,
    k_max_age,
    k_force,
    k_fail_open,
};
constexpr std::array k_serve_options{
    Option{"host", 0, K::text, "ADDRESS", "Listen on this address (127.0.0.1)."},
    Option{"port", 0, K::text, "PORT", "Listen on this port (6736); 0 takes any free one."},
    Option{"refresh-sec", 0, K::duration, "SECONDS",
           "Ask a service again when its figures are older (refreshSec of the config)."},
    Option{"poll", 0, K::none, "", "Refresh also when nobody asks."},
    Option{"idle-exit", 0, K::duration, "DURATION", "End after that long without a request."},
    Option{"token-file", 0, K::file, "FILE", "Answer only who sends the token of this file."},
    Option{"allow-plain-http", 0, K::none, "",
           "Listen beyond this machine without encryption; needs --token-file."},
};
constexpr std::array k_list_options{k_provider, k_format};
constexpr std::array k_format_option{k_format};
constexpr std::array k_cache_clear_options{
    k_provider,
    k_format,
    Option{"snapshots", 0, K::none, "", "The figures of every instance."},
    Option{"history", 0, K::none, "", "What was recorded over time."},
    Option{"cookies", 0, K::none, "", "Sessions of browsers; none are kept.", false, false, true},
    Option{"cost", 0, K::none, "", "The index of agent logs; there is none yet.", false, false,
           true},
};
constexpr std::array k_dump_options{
    k_format, Option{"show-secrets", 0, K::none, "", "Print secrets in clear."}};
constexpr std::array k_init_options{
    Option{"force", 0, K::none, "", "Replace a config file that exists."}};
constexpr std::array k_new_options{
    Option{"dir", 0, K::directory, "DIR", "Where to make the folder (default: here)."},
    Option{"name", 0, K::text, "NAME", "Display name of the provider."}};
constexpr std::array k_write_options{
    Option{"output", 'o', K::file, "FILE", "Write to this file instead of standard output."}};

constexpr std::array k_commands{
    Command{
        "usage", "probe", "[ID…]", OperandKind::provider, "Probe providers and show their quota",
        "Without ids every enabled provider is probed: those with `enabled` in the config, and "
        "those whose credentials are found on this machine. An id is a provider, an alias, an "
        "instance of the config, or all.\n\nAll probes run at once; one that hangs is stopped at "
        "its deadline and does not delay the others.",
        k_usage_options, run_usage},
    Command{"list", "", "[ID…]", OperandKind::provider,
            "Show every known provider, whether it is on, and why",
            "Reads the config, the plugins and which credentials are present. Asks no service.",
            k_list_options, run_list},
    Command{"guard", "", "[ID…]", OperandKind::provider,
            "Compare quota with thresholds and answer by exit code",
            "For CI, pre-commit hooks and agents: 0 fine, 1 warning, 2 critical, 3 unknown. Every "
            "window of every enabled provider is looked at unless ids and --window say less. "
            "Thresholds are percent used, 0 to 1000; an entry's warnAt and failAt in the config "
            "are its defaults. A window that has reset since it was read counts as unused.",
            k_guard_options, run_guard},
    Command{"statusline", "", "[ID…]", OperandKind::provider,
            "Print one line for a shell prompt, tmux, waybar or an agent",
            "From the cache alone, in a few milliseconds. When figures are old, one process in the "
            "background gets new ones for the next time. A figure marked ~ is not the present "
            "one.\n\nAn agent's own preset reads the JSON that the agent writes to standard "
            "input; quota in it is kept, so that nobody has to ask for it.\n\nFields of a "
            "template: used, remaining, amount, resetsIn, resetsAt, verdict (of {ID.WINDOW.…} or "
            "the primary window of {ID.…}), name, plan, account, source, age, error.",
            k_statusline_options, run_statusline},
    Command{
        "history", "", "[ID…]", OperandKind::provider, "Show recorded usage over time",
        "Reads what `usagestat usage --save` has recorded; asks no service. On a terminal: the "
        "course of every window and the newest samples. In a pipe: a line for each sample (time, "
        "instance, plan, percent used, each window), separated by tabs.\n\nA sample is recorded "
        "when the figures have changed, else every five minutes. After thirty days the highest "
        "one of each hour is kept, after a year that of each day.",
        k_history_options, run_history},
    Command{
        "export", "", "[ID…]", OperandKind::provider,
        "Write live or recorded figures as JSON or CSV",
        "Without --from-file the services are asked as by usage; a failed one is left out, or "
        "stands there with its last good figures, and the exit code is 3. With it a history file "
        "of this program or its predecessor is converted; lines that are no samples are left "
        "out.\n\nIn CSV a text that a spreadsheet would take for a formula (it begins with = + - "
        "@, "
        "a tab or a carriage return) has an apostrophe in front.",
        k_export_options, run_export},
    Command{"serve", "", "", OperandKind::none, "Serve the figures over HTTP on this machine",
            "For widgets, dashboards and Prometheus. A request is answered at once from the cache; "
            "figures that are old are refreshed in the background because somebody asked. Nobody "
            "asks, nothing runs. GET /openapi.json describes the API, / shows a page.\n\nSIGTERM "
            "and SIGINT end it after what is in flight, SIGHUP rereads the config. A socket that "
            "systemd, launchd or inetd opened is used instead of --host and --port.",
            k_serve_options, run_serve},
    Command{"config validate", "", "", OperandKind::none, "Check the config file",
            "Names every problem with line and column. Unknown keys are warnings; wrong types are "
            "errors (exit code 78).",
            k_format_option, run_config_validate},
    Command{"config dump", "", "", OperandKind::none, "Print the config in effect as JSON",
            "Secrets are replaced unless --show-secrets is given.", k_dump_options,
            run_config_dump},
    Command{"config init", "", "", OperandKind::none, "Write a commented config file",
            "The file is made readable by you alone (0600).", k_init_options, run_config_init},
    Command{"config path",
            "",
            "",
            OperandKind::none,
            "Print where the config file is",
            "",
            {},
            run_config_path},
    Command{"cache show", "", "", OperandKind::none,
            "Show which figures are kept, how old they are, and which services want a pause", "",
            k_format_option, run_cache_show},
    Command{"cache clear", "", "[ID…]", OperandKind::provider, "Forget figures or history",
            "Snapshots of the ids, or of everybody with --snapshots; --all means snapshots and "
            "history. That a service wants to be left alone for a while is not forgotten.",
            k_cache_clear_options, run_cache_clear},
    Command{"doctor", "", "", OperandKind::none, "Show what is found, what is not, and what to do",
            "Paths, config, plugins, credentials (present or not, never their values), "
            "certificates, proxy, cache, locks and clock. Asks no service. Exit code 1 with a "
            "warning, 2 with something that is broken.",
            k_format_option, run_doctor},
    Command{
        "plugin validate", "", "[ID|DIR…]", OperandKind::file_or_provider, "Check plugins",
        "Reads each manifest strictly and compiles each script. Exit code 65 when one is broken.",
        k_format_option, run_plugin_validate},
    Command{"plugin test", "", "[ID|FILE|DIR…]", OperandKind::file_or_provider,
            "Run recorded stories against plugins",
            "Default: every story under tests/fixtures/providers. Exit code 65 when one fails.",
            k_format_option, run_plugin_test},
    Command{"plugin describe", "", "[ID…]", OperandKind::provider,
            "Tell what providers show and what they may touch",
            "Where each looks for credentials, every host, file, variable, program and keychain "
            "item, as Markdown. Default: every known provider.",
            k_write_options, run_plugin_describe},
    Command{"plugin new", "", "ID", OperandKind::word, "Make the folder of a new plugin",
            "Writes a manifest, a script, an icon and a first story that passes.", k_new_options,
            run_plugin_new},
    Command{"completions", "", "bash|zsh|fish|powershell", OperandKind::word,
            "Print the completion script of a shell", "", k_write_options, run_completions},
    Command{"man", "", "", OperandKind::none, "Print the manual page (troff)", "", k_write_options,
            run_man},
    Command{
        "help", "", "[COMMAND]", OperandKind::word, "Show help for a command", "", {}, run_help},
};

}  // namespace

std::span<const Command> command_table() { return k_commands; }
std::span<const Option> global_options() { return k_global_options; }

const Command* find_command(std::string_view path) {
  const auto* found = std::ranges::find(k_commands, path, &Command::path);
  return found == k_commands.end() ? nullptr : found;
}

}  // namespace usagestat::cli
