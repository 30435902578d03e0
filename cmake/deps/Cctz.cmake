# SPDX-License-Identifier: MIT
# cctz: the rules of named time zones, which the C++20 library of the supported compilers does not have yet.

locate_source(cctz cctz_tree)
add_library(cctz STATIC
  "${cctz_tree}/src/civil_time_detail.cc"
  "${cctz_tree}/src/time_zone_fixed.cc"
  "${cctz_tree}/src/time_zone_format.cc"
  "${cctz_tree}/src/time_zone_if.cc"
  "${cctz_tree}/src/time_zone_impl.cc"
  "${cctz_tree}/src/time_zone_info.cc"
  "${cctz_tree}/src/time_zone_libc.cc"
  "${cctz_tree}/src/time_zone_lookup.cc"
  "${cctz_tree}/src/time_zone_posix.cc"
  "${cctz_tree}/src/zone_info_source.cc")
target_include_directories(cctz PRIVATE "${cctz_tree}/include")

install_library(cctz)
install(DIRECTORY "${cctz_tree}/include/cctz" DESTINATION include/cctz)
