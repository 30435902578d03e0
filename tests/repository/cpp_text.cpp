// SPDX-License-Identifier: MIT
#include "repository/cpp_text.hpp"

#include <algorithm>

namespace usagestat::repository {
namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

class CppReader {
 public:
  explicit CppReader(std::string_view text) : text_(text) { result_.code = std::string(text); }

  CppText run() {
    while (at_ < text_.size()) step();
    return std::move(result_);
  }

 private:
  void step() {
    const std::string_view rest = text_.substr(at_);
    const bool after_word = at_ > 0 && is_word(text_[at_ - 1]);
    if (rest.starts_with("//")) {
      blank(std::min(text_.find('\n', at_), text_.size()));
    } else if (rest.starts_with("/*")) {
      const std::size_t end = text_.find("*/", at_ + 2);
      blank(end == std::string_view::npos ? text_.size() : end + 2);
    } else if (rest.starts_with("R\"") && !after_word) {
      raw_string();
    } else if (rest[0] == '"') {
      quoted('"');
    } else if (rest[0] == '\'' && !after_word) {
      quoted('\'');
    } else {
      if (rest[0] == '\n') ++line_;
      ++at_;
    }
  }

  void raw_string() {
    const std::size_t open = text_.find('(', at_);
    if (open == std::string_view::npos) return blank(text_.size());
    const std::string close = ")" + std::string(text_.substr(at_ + 2, open - at_ - 2)) + "\"";
    const std::size_t end = std::min(text_.find(close, open), text_.size());
    result_.strings.push_back({line_, text_.substr(open + 1, end - open - 1)});
    blank(std::min(end + close.size(), text_.size()));
  }

  void quoted(char quote) {
    std::size_t end = at_ + 1;
    while (end < text_.size() && text_[end] != quote && text_[end] != '\n')
      end += text_[end] == '\\' ? 2U : 1U;
    end = std::min(end, text_.size());
    if (quote == '"' && !is_include())
      result_.strings.push_back({line_, text_.substr(at_ + 1, end - at_ - 1)});
    blank(std::min(end + 1, text_.size()));
  }

  bool is_include() const {
    const std::size_t start = text_.rfind('\n', at_) + 1;  // npos + 1 is the beginning
    return text_.substr(start, at_ - start).starts_with("#include");
  }

  void blank(std::size_t end) {
    for (; at_ < end; ++at_) {
      if (text_[at_] == '\n') {
        ++line_;
      } else {
        result_.code[at_] = ' ';
      }
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  CppText result_;
};

}  // namespace

CppText parse_cpp(std::string_view text) { return CppReader(text).run(); }

std::vector<std::string_view> identifiers(std::string_view code) {
  std::vector<std::string_view> found;
  for (std::size_t at = 0; at < code.size();) {
    std::size_t end = at;
    while (end < code.size() && is_word(code[end])) ++end;
    if (end > at) found.push_back(code.substr(at, end - at));
    at = std::max(end, at + 1);
  }
  return found;
}

}  // namespace usagestat::repository
