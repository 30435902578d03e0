// SPDX-License-Identifier: MIT
// The machine we run on. Cheap to make: nothing is opened, read or started before it is asked for.
#pragma once

#include <memory>

#include "system/system.hpp"

namespace usagestat::system {

class RealSystem {
 public:
  RealSystem();
  RealSystem(const RealSystem&) = delete;
  RealSystem& operator=(const RealSystem&) = delete;
  ~RealSystem();

  const System& system() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace usagestat::system
