# SPDX-License-Identifier: MIT
# The floors of src/ and their tests as targets: one folder, one library, one test program.

# usagestat_precompile(<target> <flags> [headers])
# Gives the target what nearly all files begin with, precompiled. Targets with the same compiler flags share one of it: the
# first of them makes it.
set(usagestat_common_headers
  <algorithm> <chrono> <filesystem> <functional> <map> <memory> <optional> <string> <string_view> <vector> <boost/json.hpp>)
function(usagestat_precompile target flags)
  if(NOT USAGESTAT_PCH)
    return()
  endif()
  get_property(maker GLOBAL PROPERTY usagestat_pch_${flags})
  if(maker)
    target_precompile_headers(${target} REUSE_FROM ${maker})
  else()
    target_precompile_headers(${target} PRIVATE ${usagestat_common_headers} ${ARGN})
    set_property(GLOBAL PROPERTY usagestat_pch_${flags} ${target})
  endif()
endfunction()

# usagestat_layer(<folder> [USES <floors>] [LINK <dep::…>] SOURCES <files>)
# Makes the library usagestat::<folder>. The floors it uses come along to whoever links it; third-party libraries do not,
# so that another floor cannot include them by accident.
function(usagestat_layer folder)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "USES;LINK;SOURCES")
  usagestat_check_arguments(usagestat_layer)
  if(arg_SOURCES)
    add_library(usagestat_${folder} STATIC ${arg_SOURCES})
    set(scope PUBLIC)
    target_link_libraries(usagestat_${folder} PRIVATE usagestat_options ${arg_LINK})
  else()
    add_library(usagestat_${folder} INTERFACE)
    set(scope INTERFACE)
  endif()
  add_library(usagestat::${folder} ALIAS usagestat_${folder})
  target_include_directories(usagestat_${folder} ${scope} "${PROJECT_SOURCE_DIR}/src")
  foreach(floor IN LISTS arg_USES)
    target_link_libraries(usagestat_${folder} ${scope} usagestat::${floor})
  endforeach()
  if(folder STREQUAL "base")
    # JSON values are the vocabulary of every floor.
    target_link_libraries(usagestat_base ${scope} dep::boost_json)
  endif()
  if(arg_SOURCES)
    usagestat_precompile(usagestat_${folder} program)
  endif()
endfunction()

# usagestat_test_support([USES <floors>] [LINK <dep::…>] SOURCES <files>)
# The fakes and helpers of tests/support, linked into every test program; included as "support/….hpp".
function(usagestat_test_support)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "" "USES;LINK;SOURCES")
  usagestat_check_arguments(usagestat_test_support)
  if(arg_SOURCES)
    add_library(usagestat_test_support STATIC ${arg_SOURCES})
    set(scope PUBLIC)
    target_link_libraries(usagestat_test_support PRIVATE usagestat_options)
    usagestat_precompile(usagestat_test_support program)
  else()
    add_library(usagestat_test_support INTERFACE)
    set(scope INTERFACE)
  endif()
  add_library(usagestat::test_support ALIAS usagestat_test_support)
  target_include_directories(usagestat_test_support ${scope} "${PROJECT_SOURCE_DIR}/tests")
  target_link_libraries(usagestat_test_support ${scope} dep::catch2 ${arg_LINK})
  foreach(floor IN LISTS arg_USES)
    target_link_libraries(usagestat_test_support ${scope} usagestat::${floor})
  endforeach()
endfunction()

# usagestat_test(<name> [OPTIMIZED] [TIMEOUT <seconds>] [LABELS <labels>] [LINK <targets>] SOURCES <files>)
# Makes the program test_<name> and registers each of its cases with ctest. The floor of the same name is linked when there
# is one. A case is given 60 s unless TIMEOUT says otherwise. OPTIMIZED is for tests that run for minutes: the linker takes the
# inline functions of the libraries from the first object it meets. A case with the tag [alone] has no other test beside it:
# one that bounds how long something takes by the clock.
function(usagestat_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "OPTIMIZED" "TIMEOUT" "LABELS;LINK;SOURCES")
  usagestat_check_arguments(usagestat_test)
  if(NOT arg_SOURCES)
    return()
  endif()
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 60)
  endif()
  if(NOT arg_LABELS)
    set(arg_LABELS unit)
  endif()
  add_executable(test_${name} ${arg_SOURCES})
  target_include_directories(test_${name} PRIVATE "${PROJECT_SOURCE_DIR}/src" "${PROJECT_SOURCE_DIR}/tests")
  target_compile_definitions(test_${name} PRIVATE "USAGESTAT_SOURCE_DIR=\"${PROJECT_SOURCE_DIR}\"")
  target_link_libraries(test_${name} PRIVATE usagestat_options dep::catch2 ${arg_LINK})
  # A test file is mostly expanded macros; optimising them takes longer than running them.
  set(level -O0)
  if(arg_OPTIMIZED)
    set(level -O2)
  endif()
  target_compile_options(test_${name} PRIVATE $<$<CONFIG:Debug>:${level}>)
  if(TARGET usagestat_${name})
    target_link_libraries(test_${name} PRIVATE usagestat::${name})
  endif()
  if(TARGET usagestat_test_support)
    target_link_libraries(test_${name} PRIVATE usagestat::test_support)
  endif()
  usagestat_precompile(test_${name} test${level} <catch2/catch_test_macros.hpp>)
  set(properties TIMEOUT ${arg_TIMEOUT} LABELS "${arg_LABELS}")
  # PRE_TEST: a test program that crashes at start fails ctest, not the build.
  catch_discover_tests(test_${name}
    TEST_SPEC "~[alone]"
    TEST_PREFIX "${name}: "
    DISCOVERY_MODE PRE_TEST
    PROPERTIES ${properties})
  catch_discover_tests(test_${name}
    TEST_SPEC "[alone]"
    TEST_PREFIX "${name}: "
    DISCOVERY_MODE PRE_TEST
    PROPERTIES ${properties} RUN_SERIAL TRUE)
endfunction()

# A keyword spelt wrong would otherwise be taken for a source file or be dropped.
macro(usagestat_check_arguments caller)
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "${caller}: unknown argument ${arg_UNPARSED_ARGUMENTS}")
  endif()
endmacro()
