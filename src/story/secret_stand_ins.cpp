// SPDX-License-Identifier: MIT
#include "story/secret_stand_ins.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/encoding.hpp"
#include "base/redact.hpp"
#include "base/text.hpp"
#include "story/credential_text.hpp"
#include "story/encoded_message.hpp"
#include "story/find_tokens.hpp"
#include "system/crypto.hpp"

namespace usagestat::story {
namespace {

namespace json = base::json;

// Claims that tell who somebody is; what a plan or an expiry says stays.
constexpr std::array<std::string_view, 9> k_identity_claims{
    "sub",    "sid", "jti", "name", "given_name", "family_name", "nickname", "preferred_username",
    "picture"};
constexpr std::array<std::string_view, 4> k_public_claims{"client_id", "azp", "aud", "iss"};
constexpr std::array<std::string_view, 9> k_person_keys{
    "full_name", "fullName",   "first_name",  "firstName",   "last_name",
    "lastName",  "given_name", "family_name", "phone_number"};

constexpr std::array<std::string_view, 7> k_cookie_attributes{
    "path", "domain", "expires", "max-age", "samesite", "httponly", "secure"};

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Words that stand under names such as "token_type" or "auth" without being a secret.
bool is_plain_word(std::string_view value) {
  if (value.size() >= 16) return false;
  const bool only_letters = std::all_of(value.begin(), value.end(), [](char c) {
    return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == ' ';
  });
  const bool only_digits = std::all_of(value.begin(), value.end(), [](char c) {
    return std::isdigit(static_cast<unsigned char>(c)) != 0;
  });
  return only_letters || only_digits;
}

// Fields of messages have no names that would tell: what is one long word, but none of a language.
bool is_message_secret(std::string_view text) {
  constexpr std::size_t k_shortest = 12;
  return text.size() >= k_shortest && text.find(' ') == std::string_view::npos &&
         !std::all_of(text.begin(), text.end(),
                      [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; });
}

bool is_hex_text(std::string_view text) {
  return text.size() >= 16 && text.size() % 2 == 0 &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; });
}

// What is inside of a wrapper that keychains and Basic authentication use; empty without one.
struct Unwrapped {
  std::string prefix;
  std::string content;
  bool is_hex = false;
};
std::optional<Unwrapped> unwrap(std::string_view text) {
  for (const std::string_view prefix : {k_keyring_wrapper, std::string_view("Basic ")}) {
    if (!text.starts_with(prefix)) continue;
    auto content = base::base64_decode(text.substr(prefix.size()));
    if (content && base::is_valid_utf8(*content))
      return Unwrapped{std::string(prefix), *std::move(content), false};
  }
  const std::string_view digits = text.starts_with("0x") ? text.substr(2) : text;
  if (!is_hex_text(digits)) return std::nullopt;
  auto content = base::hex_decode(digits);
  if (!content || !content->starts_with('{') || !base::is_valid_utf8(*content)) return std::nullopt;
  return Unwrapped{std::string(text.substr(0, text.size() - digits.size())), *std::move(content),
                   true};
}

std::string wrap(const Unwrapped& wrapper, const std::string& content) {
  return wrapper.prefix +
         (wrapper.is_hex ? base::hex_encode(content) : base::base64_encode(content));
}

std::string base64url(std::string_view bytes) {
  std::string text = base::base64_encode(bytes);
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  while (text.ends_with('=')) text.pop_back();
  return text;
}

// Parses what looks like a document, not a bare number or word.
std::optional<json::value> as_document(std::string_view text) {
  const std::string_view trimmed = base::trim(text);
  if (!trimmed.starts_with('{') && !trimmed.starts_with('[')) return std::nullopt;
  auto parsed = base::parse_json(trimmed, "text");
  if (!parsed) return std::nullopt;
  return *std::move(parsed);
}

}  // namespace

std::string same_shape(std::string_view secret, std::size_t ordinal) {
  const std::size_t begin = token_prefix_length(secret);
  std::string text(secret);
  for (std::size_t i = begin; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (std::isdigit(c) != 0)
      text[i] = '0';
    else if (std::islower(c) != 0)
      text[i] = 'a';
    else if (std::isupper(c) != 0 || c >= 0x80)
      text[i] = 'A';
  }
  const std::string number = std::to_string(ordinal);
  for (std::size_t i = text.size(), n = number.size(); n > 0 && i > begin; --i)
    if (std::isalnum(static_cast<unsigned char>(text[i - 1])) != 0) text[i - 1] = number[--n];
  return text;
}

void SecretStandIns::put(std::string_view from, std::string to) {
  if (from.empty()) return;
  lengths_[from.front()].insert(from.size());
  table_.insert_or_assign(std::string(from), std::move(to));
}

void SecretStandIns::learn_secret(std::string_view secret) {
  secret = core_of(secret);
  if (secret.size() < k_min_secret || secrets_.contains(secret)) return;
  if (!find_jwts(secret).empty()) return learn_jwt(find_jwts(secret).front());
  if (!find_email_addresses(secret).empty() || !find_uuids(secret).empty()) learn_patterns(secret);
  if (table_.contains(secret)) return;
  secrets_.insert(std::string(secret));
  const std::string stand_in = same_shape(secret, secrets_.size());
  put(secret, stand_in);
  const std::string encoded = base::percent_encode(secret);
  if (encoded != secret) put(encoded, base::percent_encode(stand_in));
  // Caches remember which credential they belong to by its digest, whole or cut.
  const std::string digest = base::hex_encode(system::sha256(secret));
  const std::string other = base::hex_encode(system::sha256(stand_in));
  for (const std::size_t length : {digest.size(), digest.size() / 2, digest.size() / 4})
    put(std::string_view(digest).substr(0, length), other.substr(0, length));
}

void SecretStandIns::learn_literal(std::string_view from, std::string_view to) {
  put(from, std::string(to));
}

void SecretStandIns::learn_jwt(std::string_view token) {
  if (jwts_.contains(token)) return;
  const std::vector<std::string> parts = base::split(token, '.');
  const auto payload = parts.size() == 3 ? base::base64_decode(parts[1]) : std::nullopt;
  const auto claims = payload ? as_document(*payload) : std::nullopt;
  if (!claims || !claims->is_object()) return;
  jwts_.insert(std::string(token));
  for (const auto& claim : claims->get_object()) {
    const std::string_view name = claim.key();
    const bool is_id = name.ends_with("_id") && !is_one_of(k_public_claims, name);
    if (claim.value().is_string() && (is_id || is_one_of(k_identity_claims, name)))
      learn_identity(claim.value().get_string());
    else if (!is_one_of(k_public_claims, name))
      learn_from_json(claim.value());
  }
}

// Of "auth0|user_01ABC" services also use the last part by itself; the others say how somebody
// signed in, which is no secret.
void SecretStandIns::learn_identity(std::string_view identity) {
  const std::string_view last = identity.substr(identity.find_last_of('|') + 1);
  learn_secret(last.size() < k_min_secret ? identity : last);
}

std::string SecretStandIns::stand_in_for_jwt(std::string_view token) const {
  const std::vector<std::string> parts = base::split(token, '.');
  const auto payload = base::base64_decode(parts[1]);
  const auto claims = payload ? as_document(*payload) : std::nullopt;
  if (!claims) return same_shape(token, 1);
  const std::string redacted = base::write_json(replace_in(*claims), base::JsonStyle::compact);
  return parts[0] + "." + base64url(redacted) + "." + same_shape(parts[2], jwts_.size());
}

void SecretStandIns::learn_patterns(std::string_view text) {
  for (const std::string_view token : find_jwts(text)) learn_jwt(token);
  for (const std::string_view address : find_email_addresses(text)) {
    const std::string key = base::to_lower(address);
    const std::size_t number = addresses_.size() + 1;
    const auto [known, is_new] = addresses_.try_emplace(
        key, "dev" + (number == 1 ? std::string() : std::to_string(number)) + "@example.com");
    put(address, known->second);
    put(base::percent_encode(address), base::percent_encode(known->second));
  }
  for (const std::string_view uuid : find_uuids(text)) {
    std::string number = std::to_string(uuids_.size() + 1);
    number.insert(0, 12 - std::min<std::size_t>(number.size(), 12), '0');
    const auto [known, is_new] =
        uuids_.try_emplace(base::to_lower(uuid), "00000000-0000-4000-8000-" + number);
    put(uuid, known->second);
  }
  for (const std::string_view token : find_opaque_tokens(text))
    if (!token.starts_with("eyJ")) learn_secret(token);
}

void SecretStandIns::learn_cookies(std::string_view header) {
  for (const std::string& part : base::split(header, ';')) {
    const std::size_t equals = part.find('=');
    const std::string name = base::to_lower(base::trim(part.substr(0, equals)));
    const std::string value =
        equals == std::string::npos ? part : std::string(base::trim(part.substr(equals + 1)));
    if (!is_one_of(k_cookie_attributes, name) && !is_plain_word(value)) learn_secret(value);
  }
}

void SecretStandIns::learn_named(std::string_view name, std::string_view value) {
  learn_from(value);
  if (base::contains_ignoring_case(name, "cookie")) return learn_cookies(value);
  if (!base::is_secret_name(name) || is_plain_word(value) || as_document(value)) return;
  if (!unwrap(value) && find_encoded_messages(value).empty()) learn_secret(value);
}

void SecretStandIns::learn_from_json(const json::value& value) {
  if (value.is_array())
    for (const json::value& element : value.get_array()) learn_from_json(element);
  if (value.is_string()) learn_from(value.get_string());
  if (!value.is_object()) return;
  learn_pair(value);
  for (const auto& member : value.get_object()) {
    const std::string_view name = member.key();
    learn_patterns(name);
    if (!member.value().is_string()) {
      learn_from_json(member.value());
      continue;
    }
    const std::string_view text = member.value().get_string();
    learn_named(name, text);
    if (is_one_of(k_person_keys, name)) learn_secret(text);
  }
}

// Rows of settings tables: {"key": "accessToken", "value": "…"}.
void SecretStandIns::learn_pair(const json::value& object) {
  const auto value = base::string_member(object, "value");
  auto name = base::string_member(object, "key");
  if (!name) name = base::string_member(object, "name");
  if (name && value) learn_named(*name, *value);
}

void SecretStandIns::learn_from_line(std::string_view line) {
  if (const auto document = as_document(line)) return learn_from_json(*document);
  const auto setting = as_setting(line);
  if (setting && base::is_secret_name(setting->first) && !is_plain_word(setting->second))
    learn_secret(setting->second);
}

// The text without the messages in it, which are learned from field by field: as a whole they would
// look like one credential, and a stand-in of that could not be read.
std::string SecretStandIns::learn_messages(std::string_view text) {
  std::string rest(text);
  for (const std::string_view run : find_encoded_messages(text)) {
    (void)rewrite_encoded_message(run, [this](std::string_view inner) {
      if (find_encoded_messages(inner).empty() && is_message_secret(inner)) learn_secret(inner);
      learn_from(inner);
      return std::string(inner);
    });
    std::fill_n(rest.begin() + (run.data() - text.data()), run.size(), ' ');
  }
  return rest;
}

void SecretStandIns::learn_from(std::string_view whole) {
  if (const auto wrapper = unwrap(whole)) return learn_from(wrapper->content);
  if (const auto document = as_document(whole)) return learn_from_json(*document);
  const std::string text = learn_messages(whole);
  learn_patterns(text);
  if (text.find('\n') == std::string::npos) return learn_from_line(text);
  for (const std::string& line : base::split(text, '\n')) learn_from_line(line);
}

bool SecretStandIns::holds_secret(std::string_view text) const {
  if (const auto wrapper = unwrap(text); wrapper && holds_secret(wrapper->content)) return true;
  const auto occurs = [&](const std::string& secret) {
    return text.find(secret) != std::string_view::npos;
  };
  return std::any_of(secrets_.begin(), secrets_.end(), occurs) ||
         std::any_of(jwts_.begin(), jwts_.end(), occurs);
}

bool SecretStandIns::looks_like_unknown_secret(std::string_view text) const {
  for (const std::string_view token : find_jwts(text))
    if (!jwts_.contains(token)) return true;
  for (const std::string_view token : find_opaque_tokens(text))
    if (!token.starts_with("eyJ") && !holds_secret(token)) return true;
  return false;
}

std::string SecretStandIns::replace_known(std::string_view text) const {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    std::size_t taken = 0;
    if (const auto lengths = lengths_.find(text[i]); lengths != lengths_.end())
      for (const std::size_t length : lengths->second) {
        if (i + length > text.size()) continue;
        const auto entry = table_.find(text.substr(i, length));
        if (entry == table_.end()) continue;
        out += entry->second;
        taken = length;
        break;
      }
    if (taken == 0) out += text[i++];
    i += taken;
  }
  return out;
}

std::string SecretStandIns::replace(std::string_view text) const {
  if (const auto wrapper = unwrap(text)) return wrap(*wrapper, replace(wrapper->content));
  if (const auto document = as_document(text)) {
    // Written anew only when something changes, so that the layout of other files stays.
    const json::value replaced = replace_in(*document);
    if (replaced == *document) return std::string(text);
    return base::write_json(replaced, base::JsonStyle::compact);
  }
  std::string out;
  std::size_t done = 0;
  for (const std::string_view run : find_encoded_messages(text)) {
    const auto at = static_cast<std::size_t>(run.data() - text.data());
    out += replace_tokens(text.substr(done, at - done));
    out += rewrite_encoded_message(run, [this](std::string_view inner) { return replace(inner); });
    done = at + run.size();
  }
  return out + replace_tokens(text.substr(done));
}

std::string SecretStandIns::replace_tokens(std::string_view text) const {
  std::string out;
  std::size_t done = 0;
  for (const std::string_view token : find_jwts(text)) {
    const auto at = static_cast<std::size_t>(token.data() - text.data());
    out += replace_known(text.substr(done, at - done));
    out += jwts_.contains(token) ? stand_in_for_jwt(token) : replace_known(token);
    done = at + token.size();
  }
  return out + replace_known(text.substr(done));
}

json::value SecretStandIns::replace_in(const json::value& value) const {
  if (value.is_string()) return json::string(replace(std::string_view(value.get_string())));
  if (value.is_array()) {
    json::array array;
    for (const json::value& element : value.get_array()) array.push_back(replace_in(element));
    return array;
  }
  if (!value.is_object()) return value;
  json::object object;
  for (const auto& member : value.get_object())
    object[replace(std::string_view(member.key()))] = replace_in(member.value());
  return object;
}

}  // namespace usagestat::story
