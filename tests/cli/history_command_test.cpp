// SPDX-License-Identifier: MIT
// usage --save, history and export, with the very text they print.
#include <algorithm>
#include <regex>

#include <catch2/catch_test_macros.hpp>
#include <signal.h>

#include "base/json.hpp"
#include "base/text.hpp"
#include "cli/sandbox.hpp"

namespace usagestat::test {
namespace {

const std::string k_file = ".local/share/usagestat/history.jsonl";

const std::string k_recorded =
    R"({"ts":"2026-03-01T10:00:00+00:00","provider_id":"old","display_name":"Old, \"EU\"",)"
    R"("plan":"=Pro","primary_percent":7.0,"input_tokens":12,"output_tokens":null,"cost":0.5,)"
    R"("reset_time":"2026-03-01T13:00:00+00:00"})"
    "\n"
    R"({"ts":"2026-03-02T10:00:00+00:00","providerId":"acme","instanceId":"acme-work",)"
    R"("displayName":"Acme","plan":null,"primaryPercent":42.0,"cost":null,"progress":[)"
    R"({"label":"Session","used":42.0,"limit":100.0,"format":"percent"}]})"
    "\n"
    R"({"ts":"2026-03-03T10:00:00+00:00","providerId":"acme","instanceId":"acme-work",)"
    R"("displayName":"Acme","plan":null,"primaryPercent":60.0,"cost":null,"progress":[)"
    R"({"label":"Session","used":60.0,"limit":100.0,"format":"percent"}]})"
    "\n";

const std::string k_export_csv =
    "ts,provider_id,display_name,plan,primary_percent,input_tokens,output_tokens,cost,reset_time\n"
    "2026-03-01T10:00:00+00:00,old,\"Old, \"\"EU\"\"\",'=Pro,7.00,12,,0.500000,"
    "2026-03-01T13:00:00+00:00\n"
    "2026-03-02T10:00:00+00:00,acme,Acme,,42.00,,,,\n"
    "2026-03-03T10:00:00+00:00,acme,Acme,,60.00,,,,\n";

// Shows $FIGURE percent.
void add_meter(const Sandbox& sandbox) {
  sandbox.add_plugin("meter",
                     "var used = Number(ctx.host.env.get('FIGURE'));\n"
                     "if (used < 0) ctx.fail.auth('Not logged in.', 'Run `meter login`.');\n"
                     "return {plan: 'Pro', lines: [ctx.line.progress({label: 'Session', used: "
                     "used})]};",
                     R"({"env": ["FIGURE"]})");
}

Run probe(Sandbox& sandbox, const std::string& figure, Sandbox::Words words) {
  sandbox.env["FIGURE"] = figure;
  Sandbox::Words all{"--plugin-dir", sandbox.plugin_dir()};
  all.insert(all.end(), words.begin(), words.end());
  return sandbox.run(all);
}

// Times of the present are nobody's expectation.
std::string timeless(const std::string& text) {
  return std::regex_replace(text, std::regex(R"(20\d\d-\d\d-\d\dT[0-9:.]+)"), "TIME");
}

std::size_t lines_of(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count(text, '\n'));
}

TEST_CASE("usage --save records what it shows, once") {
  Sandbox sandbox;
  add_meter(sandbox);
  const Run shown = probe(sandbox, "50", {"meter"});
  CHECK(sandbox.read(k_file).empty());
  const Run saved = probe(sandbox, "50", {"meter", "--save"});
  CHECK(saved.code == 0);
  CHECK(saved.err.empty());
  CHECK(saved.out == shown.out);
  CHECK(timeless(sandbox.read(k_file)) ==
        R"({"ts":"TIME+00:00","providerId":"meter","instanceId":"meter",)"
        R"("displayName":"Plugin meter","plan":"Pro","primaryPercent":50.0,"inputTokens":null,)"
        R"("outputTokens":null,"cacheReadTokens":null,"cacheCreationTokens":null,)"
        R"("totalTokens":null,"cost":null,"resetTime":null,"progress":[{"label":"Session",)"
        R"("used":50.0,"limit":100.0,"percent":50.0,"format":"percent","suffix":null,)"
        R"("resetsAt":null,"periodDurationMs":null,"color":null}],"text":[],"badges":[]})"
        "\n");
  CHECK(probe(sandbox, "50", {"meter", "--save"}).code == 0);
  CHECK(probe(sandbox, "50", {"meter", "--save", "--force"}).code == 0);
  CHECK(lines_of(sandbox.read(k_file)) == 1);
  CHECK(probe(sandbox, "51", {"meter", "--save", "--force"}).code == 0);
  CHECK(lines_of(sandbox.read(k_file)) == 2);
}

TEST_CASE("a failed probe is not recorded") {
  Sandbox sandbox;
  add_meter(sandbox);
  CHECK(probe(sandbox, "-1", {"meter", "--save"}).code == 3);
  CHECK(sandbox.read(k_file).empty());
  probe(sandbox, "50", {"meter", "--save", "--force"});
  CHECK(probe(sandbox, "-1", {"meter", "--save", "--force"}).code == 3);
  CHECK(lines_of(sandbox.read(k_file)) == 1);
}

TEST_CASE("a history that cannot be written does not hide the figures") {
  Sandbox sandbox;
  add_meter(sandbox);
  std::filesystem::create_directories(sandbox.home() / k_file);
  const Run run = probe(sandbox, "50", {"meter", "--save"});
  CHECK(run.code == 0);
  CHECK(run.out.starts_with("=== Plugin meter"));
  CHECK(run.err.starts_with("usagestat: Nothing is saved: Cannot read "));
}

TEST_CASE("saving goes neither with --demo nor with --replay") {
  const Sandbox sandbox;
  for (const Sandbox::Words& words :
       {Sandbox::Words{"usage", "--save", "--demo"}, Sandbox::Words{"--save", "--replay", "x"}}) {
    const Run run = sandbox.run(words);
    CHECK(run.code == 64);
    CHECK(run.err.starts_with("usagestat: --save records real usage;"));
  }
}

TEST_CASE("history in its forms") {
  const Sandbox sandbox;
  sandbox.write(k_file, k_recorded);
  Run run = sandbox.run({"history"});
  CHECK(run.code == 0);
  CHECK(run.err.empty());
  CHECK(run.out ==
        "2026-03-01T10:00:00Z\told\t=Pro\t7.0%\n"
        "2026-03-02T10:00:00Z\tacme-work\t\t42.0%\tSession=42.0%\n"
        "2026-03-03T10:00:00Z\tacme-work\t\t60.0%\tSession=60.0%\n");
  run = sandbox.run({"history", "--format", "csv", "--limit", "1"});
  CHECK(run.out ==
        "ts,provider_id,instance_id,display_name,plan,primary_percent,input_tokens,output_tokens,"
        "cost,reset_time\n"
        "2026-03-01T10:00:00+00:00,old,old,\"Old, \"\"EU\"\"\",'=Pro,7.00,12,,0.500000,"
        "2026-03-01T13:00:00+00:00\n"
        "2026-03-03T10:00:00+00:00,acme,acme-work,Acme,,60.00,,,,\n");
  run = sandbox.run({"history", "old", "--json", "--compact"});
  CHECK(run.out ==
        R"([{"ts":"2026-03-01T10:00:00+00:00","providerId":"old","instanceId":"old",)"
        R"("displayName":"Old, \"EU\"","plan":"=Pro","primaryPercent":7.0,"inputTokens":12,)"
        R"("outputTokens":null,"cacheReadTokens":null,"cacheCreationTokens":null,)"
        R"("totalTokens":null,"cost":0.5,"resetTime":"2026-03-01T13:00:00+00:00","progress":[],)"
        R"("text":[],"badges":[]}])"
        "\n");
}

TEST_CASE("history on a terminal is a picture") {
  const Sandbox sandbox;
  sandbox.write(k_file, k_recorded);
  const Run run = sandbox.run_on_terminal({"history", "acme-work", "--no-color"}, 80);
  CHECK(run.code == 0);
  CHECK(std::regex_replace(run.out, std::regex("newest .* ago"), "newest AGE ago") ==
        "Acme  (acme-work)\n"
        "2 samples, 2026-03-02 10:00 to 2026-03-03 10:00, newest AGE ago\n"
        "╭─────────┬───────┬───────┬───────┬───────╮\n"
        "│ window  │ trend │ now   │ low   │ high  │\n"
        "├─────────┼───────┼───────┼───────┼───────┤\n"
        "│ Session │ ▄▅    │ 60.0% │ 42.0% │ 60.0% │\n"
        "╰─────────┴───────┴───────┴───────┴───────╯\n"
        "╭──────────────────┬───────┬─────────╮\n"
        "│ time             │ used  │ Session │\n"
        "├──────────────────┼───────┼─────────┤\n"
        "│ 2026-03-02 10:00 │ 42.0% │ 42.0%   │\n"
        "│ 2026-03-03 10:00 │ 60.0% │ 60.0%   │\n"
        "╰──────────────────┴───────┴─────────╯\n\n");
  CHECK(sandbox.run_on_terminal({"history", "--plain"}, 80).out == sandbox.run({"history"}).out);
}

TEST_CASE("history within a span of time") {
  const Sandbox sandbox;
  sandbox.write(k_file, k_recorded);
  const auto count = [&](const Sandbox::Words& words) {
    Sandbox::Words all{"history"};
    all.insert(all.end(), words.begin(), words.end());
    const Run run = sandbox.run(all);
    CHECK(run.code == 0);
    return lines_of(run.out);
  };
  CHECK(count({"--since", "2026-03-02"}) == 2);
  CHECK(count({"--until", "2026-03-02"}) == 2);
  CHECK(count({"--since", "2026-03-02", "--until", "2026-03-02"}) == 1);
  CHECK(count({"--since", "2026-03-02T10:00:00.001Z"}) == 1);
  CHECK(count({"--since", "3650d"}) == 3);
  CHECK(count({"--since", "1s"}) == 0);
}

TEST_CASE("nothing recorded is no error") {
  const Sandbox sandbox;
  Run run = sandbox.run({"history"});
  CHECK(run.code == 0);
  CHECK(run.out.empty());
  CHECK(run.err ==
        "usagestat: Nothing is recorded. `usagestat usage --save` records what it shows.\n");
  CHECK(sandbox.run({"history", "--json"}).out == "[]\n");
  CHECK(lines_of(sandbox.run({"history", "--format", "csv"}).out) == 1);
  sandbox.write(k_file, k_recorded);
  run = sandbox.run({"history", "codex"});
  CHECK(run.code == 0);
  CHECK(run.err.starts_with("usagestat: Nothing is recorded of that."));
}

TEST_CASE("history: words and options that are wrong") {
  const Sandbox sandbox;
  sandbox.write(k_file, k_recorded);
  const auto refused = [&](const Sandbox::Words& words) {
    const Run run = sandbox.run(words);
    CHECK(run.code == 64);
    CHECK(run.out.empty());
    return run.err;
  };
  CHECK(refused({"history", "acme-wrok"}).starts_with("usagestat: Unknown provider"));
  CHECK(refused({"export", "--from-file", k_file, "--provider", "codexx"}) ==
        "usagestat: Unknown provider or command \"codexx\".\n"
        "  Did you mean codex? `usagestat list` shows every known id.\n");
  CHECK(refused({"history", "--since", "yesterday"}).find("2026-03-26") != std::string::npos);
  CHECK(refused({"history", "--limit", "0"}).find("Write a whole number from 1 on.") !=
        std::string::npos);
  CHECK(refused({"history", "--since", "1d", "--until", "7d"})
            .starts_with("usagestat: --since is later than --until."));
  CHECK(refused({"history", "--format", "xml"}).find("text, json, csv") != std::string::npos);
  CHECK(refused({"export", "--format", "text"}).find("json, csv") != std::string::npos);
  CHECK(refused({"export", "--from-file", k_file, "--force"})
            .starts_with("usagestat: --from-file asks no service, so --force"));
  CHECK(refused({"export", "--from-file", k_file, "--demo"}).starts_with("usagestat: --from-file"));
}

TEST_CASE("broken lines of the own history are left out with a warning, a torn end without") {
  const Sandbox sandbox;
  sandbox.write(k_file, "{\"ts\":\"2026\n" + k_recorded + "{\"ts\":\"2026-03-0");
  Run run = sandbox.run({"history"});
  CHECK(run.code == 0);
  CHECK(lines_of(run.out) == 3);
  CHECK(run.err.find("WARNING history] 1 line is no sample and is left out: line 1 of ") !=
        std::string::npos);
  sandbox.write(k_file, k_recorded + "{\"ts\":\"2026-03-0");
  run = sandbox.run({"history"});
  CHECK(lines_of(run.out) == 3);
  CHECK(run.err.empty());
}

TEST_CASE("export converts a history file of either dialect") {
  const Sandbox sandbox;
  const auto file = sandbox.write("copy.jsonl", k_recorded).string();
  Run run = sandbox.run({"export", "--from-file", file, "--format", "csv"});
  CHECK(run.code == 0);
  CHECK(run.err.empty());
  CHECK(run.out == k_export_csv);
  run = sandbox.run({"export", "--from-file", file, "--provider", "acme-work", "--plain"});
  CHECK(run.out ==
        "[\n"
        "  {\n"
        "    \"ts\": \"2026-03-02T10:00:00+00:00\",\n"
        "    \"provider_id\": \"acme\",\n"
        "    \"display_name\": \"Acme\",\n"
        "    \"plan\": null,\n"
        "    \"primary_percent\": 42.0,\n"
        "    \"input_tokens\": null,\n"
        "    \"output_tokens\": null,\n"
        "    \"cost\": null,\n"
        "    \"reset_time\": null,\n"
        "    \"instance_id\": \"acme-work\"\n"
        "  },\n"
        "  {\n"
        "    \"ts\": \"2026-03-03T10:00:00+00:00\",\n"
        "    \"provider_id\": \"acme\",\n"
        "    \"display_name\": \"Acme\",\n"
        "    \"plan\": null,\n"
        "    \"primary_percent\": 60.0,\n"
        "    \"input_tokens\": null,\n"
        "    \"output_tokens\": null,\n"
        "    \"cost\": null,\n"
        "    \"reset_time\": null,\n"
        "    \"instance_id\": \"acme-work\"\n"
        "  }\n"
        "]\n");
  run = sandbox.run(
      {"export", "--from-file", file, "--format", "csv", "--output", "out.csv", "--json"});
  CHECK(run.code == 0);
  CHECK(run.out.empty());
  CHECK(sandbox.read("out.csv") == k_export_csv);
}

TEST_CASE("export tells what is wrong with its file") {
  const Sandbox sandbox;
  sandbox.write("out.csv", "before");
  const auto run = [&](const std::string& content) {
    const auto file = sandbox.write("in.jsonl", content).string();
    return sandbox.run({"export", "--from-file", file, "--format", "csv", "--output", "out.csv"});
  };
  const Run none = run("\x89PNG\n\x1a\n" + std::string(5000, '\0') + "\n");
  CHECK(none.code == 65);
  CHECK(none.err.find("in.jsonl is no history file: no line of it is a sample.") !=
        std::string::npos);
  CHECK(sandbox.read("out.csv") == "before");
  const Run missing = sandbox.run({"export", "--from-file", "none.jsonl", "--format", "csv"});
  CHECK(missing.code == 74);
  CHECK(missing.out.empty());
  CHECK(missing.err == "usagestat: Cannot read none.jsonl: No such file or directory.\n");
  const Run directory = sandbox.run({"export", "--from-file", "."});
  CHECK(directory.code == 74);
  CHECK(run(k_recorded).code == 0);
  const Run mixed = run("[]\n" + k_recorded + "{}\n");
  CHECK(mixed.code == 0);
  CHECK(mixed.err.find("2 lines are no samples and are left out, first line 1 of ") !=
        std::string::npos);
  CHECK(sandbox.read("out.csv") == k_export_csv);
  CHECK(run("").code == 0);
  CHECK(lines_of(sandbox.read("out.csv")) == 1);
  const Run unwritable =
      sandbox.run({"export", "--from-file", "in.jsonl", "--output", "none/out.csv"});
  CHECK(unwritable.code == 74);
}

TEST_CASE("export of live figures") {
  Sandbox sandbox;
  add_meter(sandbox);
  Run run = probe(sandbox, "50", {"export", "meter", "--format", "csv"});
  CHECK(run.code == 0);
  CHECK(timeless(run.out) ==
        "ts,provider_id,display_name,plan,primary_percent,input_tokens,output_tokens,cost,"
        "reset_time\nTIME+00:00,meter,Plugin meter,Pro,50.00,,,,\n");
  CHECK(sandbox.read(k_file).empty());
  // The last good figures with their own time; the failure is told.
  const std::string good = run.out;
  run = probe(sandbox, "-1", {"export", "meter", "--format", "csv", "--force"});
  CHECK(run.code == 3);
  CHECK(run.out == good);
  CHECK(run.err == "usagestat: meter: Not logged in. Run `meter login`.\n");
  CHECK(probe(sandbox, "-1", {"export", "meter", "--force", "--fail-open"}).code == 0);
}

TEST_CASE("export of a provider that was never read, and of none") {
  Sandbox sandbox;
  add_meter(sandbox);
  Run run = probe(sandbox, "-1", {"export", "meter"});
  CHECK(run.code == 3);
  CHECK(run.out == "[]\n");
  run = sandbox.run({"export"});
  CHECK(run.code == 0);
  CHECK(run.out == "[]\n");
  CHECK(run.err.starts_with("usagestat: No provider is enabled."));
}

TEST_CASE("a reader that leaves early ends history and export quietly") {
  const Sandbox sandbox;
  std::string many;
  for (int i = 0; i < 5000; ++i) many += k_recorded;
  sandbox.write(k_file, many);
  const std::string exported = "export --from-file " + k_file;
  for (const std::string& words :
       {std::string("history"), std::string("history --json"), exported}) {
    const Run run = sandbox.run_shell("$USAGESTAT " + words + " | head -1 >/dev/null; exit 0");
    CHECK(run.code == 0);
    CHECK(run.err.empty());
  }
}

TEST_CASE("the demo has a history and an export") {
  const Sandbox sandbox;
  const Run run = sandbox.run({"history", "--demo", "codex"});
  CHECK(run.code == 0);
  CHECK(run.out.starts_with("2026-01-29T17:30:00Z\tcodex\t"));
  CHECK(lines_of(run.out) == 1);
  CHECK(sandbox.run({"export", "--demo", "codex", "--format", "csv"})
            .out.find("\n2026-01-29T17:30:00+00:00,codex,Codex,") != std::string::npos);
}

// The program itself, killed at any moment; what said 0 must be there.
TEST_CASE("usage --save killed at any moment loses nothing that was acknowledged") {
  Sandbox sandbox;
  add_meter(sandbox);
  std::vector<std::string> acknowledged;
  for (int i = 1; i <= 24; ++i) {
    const std::string figure = std::to_string(i);
    sandbox.env["FIGURE"] = figure;
    const Run run =
        sandbox.run_and_signal({"--plugin-dir", sandbox.plugin_dir(), "meter", "--save", "--force"},
                               SIGKILL, std::chrono::milliseconds(i * 4));
    if (run.code == 0 && run.err.empty()) acknowledged.push_back("\t" + figure + ".0%\t");
  }
  probe(sandbox, "99", {"meter", "--save", "--force"});
  const Run shown = sandbox.run({"--plugin-dir", sandbox.plugin_dir(), "history", "-v"});
  CHECK(shown.err.empty());
  for (const std::string& figure : acknowledged) CHECK(shown.out.find(figure) != std::string::npos);
  CHECK(shown.out.find("\t99.0%\t") != std::string::npos);
}

}  // namespace
}  // namespace usagestat::test
