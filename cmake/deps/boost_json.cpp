// SPDX-License-Identifier: MIT
// The one file in which the non-inline part of Boost.JSON is compiled.
#include <boost/json/src.hpp>
