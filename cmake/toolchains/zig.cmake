# SPDX-License-Identifier: MIT
# Any target of Zig's C++ compiler. ZIG_TARGET names it (x86_64-linux-musl, aarch64-linux-musl, aarch64-macos…) and ZIG the
# program when it is not on PATH; both must be set while ninja runs too.
if("$ENV{ZIG_TARGET}" MATCHES "linux")
  set(CMAKE_SYSTEM_NAME Linux)
elseif("$ENV{ZIG_TARGET}" MATCHES "windows")
  set(CMAKE_SYSTEM_NAME Windows)
elseif("$ENV{ZIG_TARGET}" MATCHES "macos")
  set(CMAKE_SYSTEM_NAME Darwin)
else()
  message(FATAL_ERROR "set ZIG_TARGET, for instance to x86_64-linux-musl")
endif()
string(REGEX REPLACE "-.*" "" CMAKE_SYSTEM_PROCESSOR "$ENV{ZIG_TARGET}")
set(CMAKE_C_COMPILER "${CMAKE_CURRENT_LIST_DIR}/zig/cc")
set(CMAKE_CXX_COMPILER "${CMAKE_CURRENT_LIST_DIR}/zig/c++")
set(CMAKE_AR "${CMAKE_CURRENT_LIST_DIR}/zig/ar" CACHE FILEPATH "")
set(CMAKE_RANLIB "${CMAKE_CURRENT_LIST_DIR}/zig/ranlib" CACHE FILEPATH "")
set(CMAKE_RC_COMPILER "${CMAKE_CURRENT_LIST_DIR}/zig/rc")
include("${CMAKE_CURRENT_LIST_DIR}/only_target_files.cmake")
