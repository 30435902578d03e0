# SPDX-License-Identifier: MIT
# Linux on 64-bit ARM with Debian's cross compiler (g++-aarch64-linux-gnu) and qemu-user-static to run the tests.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-aarch64-static)
include("${CMAKE_CURRENT_LIST_DIR}/only_target_files.cmake")
