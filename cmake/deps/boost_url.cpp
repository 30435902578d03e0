// SPDX-License-Identifier: MIT
// The one file in which the non-inline part of Boost.URL is compiled.
#include <boost/url/src.hpp>
