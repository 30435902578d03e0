# SPDX-License-Identifier: MIT
# What a build of usagestat can be asked for, and the compiler flags that follow. Only our own targets get these flags.

option(USAGESTAT_TESTS "Build the tests" ON)
option(USAGESTAT_STATIC "Link fully statically" OFF)
option(USAGESTAT_FUZZ "Build the fuzz targets (clang only)" OFF)
option(USAGESTAT_WERROR "Make warnings errors" OFF)
set(USAGESTAT_SANITIZE "" CACHE STRING "Sanitizers, comma separated: address,undefined or thread")

find_program(CCACHE_PROGRAM ccache)
mark_as_advanced(CCACHE_PROGRAM)
if(CCACHE_PROGRAM)
  foreach(language IN ITEMS C CXX)
    if(NOT DEFINED CMAKE_${language}_COMPILER_LAUNCHER)
      set(CMAKE_${language}_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
    endif()
  endforeach()
endif()

# Most of a debug build is reading the same headers. Builds by another compiler, and the release, stay as they are: they show
# which file forgot a header. A compiler cache knows better.
set(usagestat_pch_default OFF)
if(CMAKE_BUILD_TYPE STREQUAL "Debug" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND NOT CCACHE_PROGRAM)
  set(usagestat_pch_default ON)
endif()
option(USAGESTAT_PCH "Precompile the headers that nearly all files use" ${usagestat_pch_default})

add_library(usagestat_options INTERFACE)
target_compile_features(usagestat_options INTERFACE cxx_std_20)
target_compile_options(usagestat_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor
  -Woverloaded-virtual -Wcast-qual -Wformat=2 -Wimplicit-fallthrough -Wextra-semi -Wundef
  $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wduplicated-branches -Wlogical-op>
  $<$<BOOL:${USAGESTAT_WERROR}>:-Werror>
  -ffunction-sections -fdata-sections)
if(WIN32)
  target_compile_definitions(usagestat_options INTERFACE _WIN32_WINNT=0x0A00 WIN32_LEAN_AND_MEAN NOMINMAX)
  target_compile_options(usagestat_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wa,-mbig-obj>)
endif()
if(USAGESTAT_SANITIZE)
  target_compile_options(usagestat_options INTERFACE
    -fsanitize=${USAGESTAT_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(usagestat_options INTERFACE -fsanitize=${USAGESTAT_SANITIZE})
  if(USAGESTAT_SANITIZE MATCHES address)
    target_compile_definitions(usagestat_options INTERFACE USAGESTAT_ADDRESS_SANITIZER)
  endif()
endif()
if(USAGESTAT_FUZZ)
  target_compile_options(usagestat_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(NOT APPLE)
  target_link_options(usagestat_options INTERFACE -Wl,--gc-sections)
endif()
if(USAGESTAT_STATIC AND NOT APPLE)
  target_link_options(usagestat_options INTERFACE -static)
endif()
