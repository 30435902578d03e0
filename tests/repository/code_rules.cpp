// SPDX-License-Identifier: MIT
// Rules about what C++ code names.
#include <algorithm>
#include <array>

#include "repository/cpp_text.hpp"
#include "repository/rules.hpp"

namespace usagestat::repository {
namespace {

bool is_cpp(const SourceFile& file) {
  return file.is_below("src/") && (file.has_extension(".cpp") || file.has_extension(".hpp"));
}

// Findings of the identifiers of `words` in every C++ file of src/ that `is_exempt` does not allow.
Findings find_words(const SourceTree& tree, const auto& words, const auto& is_exempt,
                    std::string_view complaint) {
  Findings findings;
  for (const SourceFile& file : tree) {
    if (!is_cpp(file) || is_exempt(file)) continue;
    const CppText text = parse_cpp(file.text);
    std::size_t number = 0;
    for (const std::string_view line : lines_of(text.code)) {
      ++number;
      for (const std::string_view word : identifiers(line))
        if (std::ranges::find(words, word) != std::end(words))
          findings.push_back(finding(file, number, std::string(word) + std::string(complaint)));
    }
  }
  return findings;
}

constexpr std::string_view k_outside_words[] = {"getenv",
                                                "secure_getenv",
                                                "setenv",
                                                "unsetenv",
                                                "putenv",
                                                "environ",
                                                "system_clock",
                                                "steady_clock",
                                                "utc_clock",
                                                "high_resolution_clock",
                                                "clock_gettime",
                                                "gettimeofday",
                                                "localtime",
                                                "localtime_r",
                                                "gmtime",
                                                "sleep_for",
                                                "sleep_until",
                                                "usleep",
                                                "nanosleep",
                                                "ifstream",
                                                "ofstream",
                                                "fstream",
                                                "fopen",
                                                "freopen",
                                                "mkdtemp",
                                                "mkstemp",
                                                "opendir",
                                                "flock",
                                                "unlink",
                                                "popen",
                                                "fork",
                                                "vfork",
                                                "execv",
                                                "execve",
                                                "execvp",
                                                "posix_spawn",
                                                "posix_spawnp",
                                                "waitpid",
                                                "socket",
                                                "getaddrinfo",
                                                "setsockopt",
                                                "isatty",
                                                "ioctl",
                                                "random_device",
                                                "getpid",
                                                "getuid",
                                                "geteuid",
                                                "getpwuid",
                                                "directory_iterator",
                                                "recursive_directory_iterator"};

// Of std::filesystem: what looks at the disk, not what handles a path's text.
constexpr std::string_view k_disk_functions[] = {"exists",
                                                 "is_directory",
                                                 "is_regular_file",
                                                 "status",
                                                 "file_size",
                                                 "absolute",
                                                 "canonical",
                                                 "current_path",
                                                 "remove",
                                                 "remove_all",
                                                 "rename",
                                                 "create_directory",
                                                 "create_directories",
                                                 "copy",
                                                 "copy_file",
                                                 "permissions",
                                                 "last_write_time",
                                                 "resize_file",
                                                 "read_symlink",
                                                 "create_symlink",
                                                 "weakly_canonical",
                                                 "temp_directory_path",
                                                 "equivalent",
                                                 "space",
                                                 "relative"};

constexpr std::string_view k_printing_words[] = {
    "cout",    "cerr",  "clog",  "printf", "fprintf", "vprintf", "puts",
    "putchar", "fputs", "fputc", "fwrite", "perror",  "stdout",  "stderr"};

constexpr std::string_view k_exit_words[] = {"exit", "quick_exit", "_Exit", "abort"};

struct Library {
  std::string_view folder;
  std::vector<std::string_view> prefixes;  // of identifiers
  std::vector<std::string_view> names;     // whole identifiers
};

const std::array<Library, 7>& libraries() {
  static const std::array<Library, 7> all{{
      {"src/system/",
       {"curl_easy_", "curl_multi_", "curl_global_", "curl_slist", "CURLOPT_", "CURLINFO_"},
       {"CURL", "CURLM", "CURLcode"}},
      {"src/system/", {"mbedtls_", "psa_", "MBEDTLS_"}, {}},
      {"src/system/", {"sqlite3_", "SQLITE_"}, {"sqlite3"}},
      {"src/system/", {}, {"cctz"}},
      {"src/config/", {"TOML_"}, {"toml"}},
      {"src/plugin_host/", {"duk_", "DUK_"}, {}},
      {"src/cli/", {}, {"cxxopts"}},
  }};
  return all;
}

const Library* library_of(std::string_view word) {
  for (const Library& library : libraries()) {
    const bool is_prefixed = std::ranges::any_of(
        library.prefixes, [&](std::string_view prefix) { return word.starts_with(prefix); });
    if (is_prefixed || std::ranges::find(library.names, word) != library.names.end())
      return &library;
  }
  return nullptr;
}

}  // namespace

Findings find_outside_world(const SourceTree& tree) {
  const auto is_system = [](const SourceFile& file) { return file.is_below("src/system/"); };
  Findings findings = find_words(tree, k_outside_words, is_system, " belongs in src/system/");
  for (const SourceFile& file : tree) {
    if (!is_cpp(file) || is_system(file)) continue;
    const CppText text = parse_cpp(file.text);
    std::size_t number = 0;
    for (const std::string_view line : lines_of(text.code)) {
      ++number;
      constexpr std::string_view k_scope = "std::filesystem::";
      for (std::size_t at = line.find(k_scope); at != std::string_view::npos;
           at = line.find(k_scope, at + 1)) {
        const auto words = identifiers(line.substr(at + k_scope.size()));
        if (!words.empty() &&
            std::ranges::find(k_disk_functions, words[0]) != std::end(k_disk_functions))
          findings.push_back(
              finding(file, number,
                      "std::filesystem::" + std::string(words[0]) + " belongs in src/system/"));
      }
    }
  }
  return findings;
}

Findings find_printing(const SourceTree& tree) {
  return find_words(
      tree, k_printing_words,
      [](const SourceFile& file) {
        // main() hands the two streams over.
        return file.is_below("src/cli/") || file.path == "src/main.cpp";
      },
      " prints; only src/cli/ does that");
}

Findings find_exits(const SourceTree& tree) {
  return find_words(
      tree, k_exit_words,
      [](const SourceFile& file) {
        // A machine that gives no random bytes cannot be used for TLS, and mbedTLS cannot be told.
        return file.path == "src/main.cpp" || file.is_below("src/system/os_random_");
      },
      " ends the program; only src/main.cpp may");
}

Findings find_library_names(const SourceTree& tree) {
  Findings findings;
  for (const SourceFile& file : tree) {
    if (!is_cpp(file)) continue;
    const bool is_header = file.has_extension(".hpp") && !file.has_extension("_internal.hpp");
    const CppText text = parse_cpp(file.text);
    std::size_t number = 0;
    for (const std::string_view line : lines_of(text.code)) {
      ++number;
      if (line.starts_with("#include")) continue;  // the floors' own test reads those
      for (const std::string_view word : identifiers(line)) {
        const Library* library = library_of(word);
        if (library == nullptr) continue;
        if (!file.is_below(library->folder))
          findings.push_back(finding(
              file, number, std::string(word) + " belongs in " + std::string(library->folder)));
        else if (is_header)
          findings.push_back(
              finding(file, number, std::string(word) + " in a header; keep it in one .cpp"));
      }
    }
  }
  return findings;
}

}  // namespace usagestat::repository
