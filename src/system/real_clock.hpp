// SPDX-License-Identifier: MIT
// The machine's clock.
#pragma once

#include "system/clock.hpp"

namespace usagestat::system {

class RealClock final : public Clock {
 public:
  base::TimePoint now() const override;
  base::Result<void> sleep(base::Milliseconds duration, const Deadline& deadline) override;
};

}  // namespace usagestat::system
