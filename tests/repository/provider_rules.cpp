// SPDX-License-Identifier: MIT
// Providers are data: no C++ knows one, and each folder of plugins/ is complete.
#include <algorithm>
#include <set>

#include "repository/cpp_text.hpp"
#include "repository/rules.hpp"

namespace usagestat::repository {
namespace {

constexpr std::string_view k_id_list = "tests/repository/provider_ids.txt";

// Ids that are words of this program's own trade.
const std::set<std::string, std::less<>> k_ordinary_words = {
    "amp", "augment", "cursor", "droid", "factory", "kilo", "manus", "mock", "warp"};

std::set<std::string, std::less<>> plugin_folders(const SourceTree& tree) {
  std::set<std::string, std::less<>> folders;
  for (const SourceFile& file : tree) {
    if (!file.is_below("plugins/")) continue;
    const std::string_view rest = std::string_view(file.path).substr(8);
    const std::size_t slash = rest.find('/');
    if (slash != std::string_view::npos) folders.emplace(rest.substr(0, slash));
  }
  return folders;
}

bool is_id_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

// The runs of characters of which ids are made, in lower case.
std::vector<std::string> id_words(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : line) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (is_id_character(lower)) {
      word += lower;
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

// Whether a string names the provider and not the thing: it is the id, or has it in a path or host.
bool names_provider(std::string_view text, const std::string& id) {
  if (text == id) return true;
  for (const std::string& part :
       {"/" + id + "/", "/." + id, "." + id + ".", "/" + id + ".", id + ".com"})
    if (text.find(part) != std::string_view::npos) return true;
  return false;
}

// Exempt are the readers of each agent's logs, the variables that plugins without permissions were
// promised, and the build files, which list the recorded accounts of --demo.
bool is_program_text(const SourceFile& file) {
  if (file.is_below("src/token_cost/") && file.has_extension("_logs.cpp")) return false;
  return file.path != "src/plugin_host/legacy_permissions.cpp" && file.name() != "CMakeLists.txt";
}

void find_in_file(const SourceFile& file, const std::set<std::string, std::less<>>& ids,
                  Findings& findings) {
  std::size_t number = 0;
  for (const std::string_view line : lines_of(file.text)) {
    ++number;
    for (const std::string& word : id_words(line))
      if (ids.contains(word) && !k_ordinary_words.contains(word))
        findings.push_back(finding(file, number, "names the provider " + word));
  }
  for (const StringLiteral& literal : parse_cpp(file.text).strings)
    for (const std::string& word : k_ordinary_words)
      if (ids.contains(word) && names_provider(literal.content, word))
        findings.push_back(finding(file, literal.line, "names the provider " + word));
}

}  // namespace

Findings find_provider_ids(const SourceTree& tree) {
  std::set<std::string, std::less<>> ids = plugin_folders(tree);
  for (const SourceFile& file : tree)
    if (file.path == k_id_list)
      for (const std::string_view id : lines_of(file.text)) ids.emplace(id);
  Findings findings;
  for (const SourceFile& file : tree) {
    if (!file.is_below("src/")) continue;
    if (!is_program_text(file)) continue;
    find_in_file(file, ids, findings);
  }
  return findings;
}

Findings find_incomplete_plugins(const SourceTree& tree) {
  Findings findings;
  const auto find = [&](const std::string& path) {
    return std::ranges::find(tree, path, &SourceFile::path);
  };
  const std::set<std::string, std::less<>> plugins = plugin_folders(tree);
  for (const std::string& id : plugins) {
    const std::string folder = "plugins/" + id;
    for (const std::string_view name : {"plugin.json", "plugin.js", "icon.svg"})
      if (find(folder + "/" + std::string(name)) == tree.end())
        findings.push_back(folder + ": there is no " + std::string(name));
    const auto manifest = find(folder + "/plugin.json");
    if (manifest != tree.end() &&
        manifest->text.find("\"id\": \"" + id + "\"") == std::string::npos)
      findings.push_back(manifest->path + ": the id is not the folder's name");
    const bool has_story = std::ranges::any_of(tree, [&](const SourceFile& file) {
      return file.is_below("tests/fixtures/providers/" + id + "/") && file.has_extension(".json");
    });
    if (!has_story)
      findings.push_back(folder + ": there is no story in tests/fixtures/providers/" + id);
  }
  std::set<std::string> orphans;
  for (const SourceFile& file : tree) {
    constexpr std::string_view k_stories = "tests/fixtures/providers/";
    if (!file.is_below(k_stories) || file.folder().size() < k_stories.size()) continue;
    const std::string id(file.folder().substr(k_stories.size()));
    if (!plugins.contains(id) && orphans.insert(id).second)
      findings.push_back("tests/fixtures/providers/" + id + ": there is no plugin " + id);
  }
  return findings;
}

}  // namespace usagestat::repository
