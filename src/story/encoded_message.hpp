// SPDX-License-Identifier: MIT
// Messages in the wire form of Protocol Buffers (https://protobuf.dev/programming-guides/encoding)
// that stand as Base64 inside of other texts: applications keep logins and their state that way.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace usagestat::story {

// The runs of Base64 characters in the text that are such a message with at least one text in it.
// Plain text in Base64 is none, nor are random bytes.
std::vector<std::string_view> find_encoded_messages(std::string_view text);

// The same message with every text in it, at any depth, as `rewrite` gives it. `run` is one of the
// above.
std::string rewrite_encoded_message(std::string_view run,
                                    const std::function<std::string(std::string_view)>& rewrite);

}  // namespace usagestat::story
