// SPDX-License-Identifier: MIT
#include "plugin_host/modern_syntax.hpp"

#include <algorithm>
#include <vector>

namespace usagestat::plugin_host {
namespace {

struct Token {
  std::string_view text;
  std::size_t offset = 0;
};

bool is_word_character(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '$' || static_cast<unsigned char>(c) >= 0x80;
}

class Tokenizer {
 public:
  explicit Tokenizer(std::string_view source) : source_(source) {}

  std::vector<Token> run() {
    while (at_ < source_.size()) step();
    return std::move(tokens_);
  }

 private:
  bool starts(std::string_view text) const { return source_.substr(at_).starts_with(text); }

  void step() {
    const char c = source_[at_];
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
      ++at_;
    } else if (starts("//")) {
      at_ = std::min(source_.find('\n', at_), source_.size());
    } else if (starts("/*")) {
      const auto end = source_.find("*/", at_ + 2);
      at_ = end == std::string_view::npos ? source_.size() : end + 2;
    } else if (c == '"' || c == '\'') {
      take(quoted_end(c));
    } else if (c == '/' && is_expression_start()) {
      take(regex_end());
    } else if (is_word_character(c)) {
      std::size_t end = at_;
      while (end < source_.size() && is_word_character(source_[end])) ++end;
      take(end);
    } else {
      take(at_ + mark_length());
    }
  }

  void take(std::size_t end) {
    tokens_.push_back({source_.substr(at_, end - at_), at_});
    at_ = end;
  }

  std::size_t quoted_end(char quote) const {
    std::size_t i = at_ + 1;
    while (i < source_.size() && source_[i] != quote && source_[i] != '\n')
      i += source_[i] == '\\' ? 2U : 1U;
    return std::min(i + 1, source_.size());
  }

  std::size_t regex_end() const {
    bool is_in_class = false;
    std::size_t i = at_ + 1;
    for (; i < source_.size() && source_[i] != '\n'; ++i) {
      if (source_[i] == '\\')
        ++i;
      else if (source_[i] == '[')
        is_in_class = true;
      else if (source_[i] == ']')
        is_in_class = false;
      else if (source_[i] == '/' && !is_in_class)
        break;
    }
    ++i;
    while (i < source_.size() && is_word_character(source_[i])) ++i;
    return std::min(i, source_.size());
  }

  // A slash divides after a value and begins a regular expression anywhere else.
  bool is_expression_start() const {
    if (tokens_.empty()) return true;
    const std::string_view last = tokens_.back().text;
    if (last == "return" || last == "typeof" || last == "case" || last == "in") return true;
    return !is_word_character(last.back()) && last != ")" && last != "]" && last != "}" &&
           last.back() != '"' && last.back() != '\'';
  }

  std::size_t mark_length() const {
    for (const std::string_view mark : {"...", "=>", "?\?", "?.", "**"}) {
      if (starts(mark)) return mark.size();
    }
    return 1;
  }

  std::string_view source_;
  std::size_t at_ = 0;
  std::vector<Token> tokens_;
};

class Finder {
 public:
  explicit Finder(const std::vector<Token>& tokens) : tokens_(tokens) {}

  // What is newer than ES5 at token `i`, or empty.
  std::string_view at(std::size_t i) const {
    const std::string_view text = tokens_[i].text;
    if (text == "`") return "a template literal";
    if (text == "=>") return "an arrow function";
    if (text == "...") return "spread or rest syntax";
    if (text == "?\?") return "the operator ?\?";
    if (text == "?." && !(!next(i).empty() && next(i)[0] >= '0' && next(i)[0] <= '9'))
      return "optional chaining (?.)";
    if (previous(i) == ".") return "";
    if (text == "let" && is_name(next(i))) return "let";
    if (text == "let" && (next(i) == "{" || next(i) == "[")) return "let";
    if (text == "class" && is_name(next(i))) return "a class";
    if (text == "async" && (next(i) == "function" || next(i) == "(")) return "an async function";
    if (text == "await" && is_name(next(i))) return "await";
    if ((text == "import" || text == "export") && next(i) != ":") return "a module declaration";
    if (text == "of" && is_name(previous(i)) && is_name_or_bracket(next(i)) && is_in_for(i))
      return "a for-of loop";
    if (text == "catch" && next(i) == "{") return "catch without a name";
    if ((text == "var" || text == "const") && (next(i) == "{" || next(i) == "["))
      return "destructuring";
    if (text == "function" && next(i) == "*") return "a generator";
    if (text == "function" && has_default_parameter(i)) return "a default parameter";
    return "";
  }

 private:
  std::string_view next(std::size_t i) const {
    return i + 1 < tokens_.size() ? tokens_[i + 1].text : "";
  }
  std::string_view previous(std::size_t i) const { return i > 0 ? tokens_[i - 1].text : ""; }
  static bool is_name(std::string_view text) { return !text.empty() && is_word_character(text[0]); }
  static bool is_name_or_bracket(std::string_view text) {
    return is_name(text) || text == "[" || text == "(";
  }

  bool is_in_for(std::size_t i) const {
    for (std::size_t back = 1; back <= 4 && back <= i; ++back) {
      if (tokens_[i - back].text == "for") return true;
    }
    return false;
  }

  bool has_default_parameter(std::size_t i) const {
    std::size_t at = i + 1;
    if (at < tokens_.size() && is_name(tokens_[at].text)) ++at;
    if (at >= tokens_.size() || tokens_[at].text != "(") return false;
    for (++at; at < tokens_.size() && tokens_[at].text != ")" && tokens_[at].text != "{"; ++at) {
      if (tokens_[at].text == "=") return true;
    }
    return false;
  }

  const std::vector<Token>& tokens_;
};

}  // namespace

std::optional<ModernSyntax> find_modern_syntax(std::string_view source) {
  const std::vector<Token> tokens = Tokenizer(source).run();
  const Finder finder(tokens);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::string_view what = finder.at(i);
    if (what.empty()) continue;
    const std::string_view before = source.substr(0, tokens[i].offset);
    const auto line_start = before.rfind('\n');
    ModernSyntax found;
    found.line = static_cast<int>(std::ranges::count(before, '\n')) + 1;
    found.column = static_cast<int>(before.size() -
                                    (line_start == std::string_view::npos ? 0 : line_start + 1)) +
                   1;
    found.what = what;
    return found;
  }
  return std::nullopt;
}

}  // namespace usagestat::plugin_host
