# SPDX-License-Identifier: MIT
# The third-party libraries as targets dep::…, built once per compiler and set of flags into a cache outside the tree.

set(USAGESTAT_DEPS_DIR "" CACHE PATH "Directory with the tarballs of cmake/pins.txt (any name), unpacked trees, or include/")

if(DEFINED ENV{USAGESTAT_CACHE})
  set(USAGESTAT_CACHE_DIR "$ENV{USAGESTAT_CACHE}")
elseif(DEFINED ENV{XDG_CACHE_HOME})
  set(USAGESTAT_CACHE_DIR "$ENV{XDG_CACHE_HOME}/usagestat")
elseif(DEFINED ENV{HOME})
  set(USAGESTAT_CACHE_DIR "$ENV{HOME}/.cache/usagestat")
else()
  set(USAGESTAT_CACHE_DIR "$ENV{LOCALAPPDATA}/usagestat/build-cache")
endif()

# -O2 in every preset without sanitizers: Boost.JSON and SQLite are several times slower below it, and a debug build of them
# helps nobody. Undefined behaviour is checked in our own code only, and the test library is not looked at at all.
set(deps_flags_testing "-O2")
set(deps_flags_runtime "-O2")
if(USAGESTAT_SANITIZE MATCHES "address")
  # -O1: at -O2 the instrumented libraries take gcc three times as long.
  set(deps_flags_runtime "-O1 -g1 -fno-omit-frame-pointer -fsanitize=address")
elseif(USAGESTAT_SANITIZE MATCHES "thread")
  set(deps_flags_runtime "-O1 -g1 -fno-omit-frame-pointer -fsanitize=thread")
endif()
if(USAGESTAT_FUZZ)
  string(APPEND deps_flags_runtime " -fsanitize=fuzzer-no-link")
endif()

# Everything that makes two builds of the dependencies differ.
function(deps_key group variable)
  set(text "${group}\n${deps_flags_${group}}\n${USAGESTAT_DEPS_DIR}\n${CMAKE_SYSTEM_NAME} ${CMAKE_SYSTEM_PROCESSOR}\n")
  string(APPEND text "${CMAKE_C_COMPILER} ${CMAKE_C_COMPILER_ID} ${CMAKE_C_COMPILER_VERSION}\n")
  string(APPEND text "${CMAKE_CXX_COMPILER} ${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}\n")
  string(APPEND text "$ENV{ZIG_TARGET}\n")
  file(GLOB files "${PROJECT_SOURCE_DIR}/cmake/deps/*")
  list(APPEND files "${PROJECT_SOURCE_DIR}/cmake/pins.txt" ${CMAKE_TOOLCHAIN_FILE})
  foreach(file IN LISTS files)
    file(SHA256 "${file}" hash)
    get_filename_component(name "${file}" NAME)
    string(APPEND text "${name} ${hash}\n")
  endforeach()
  string(SHA256 key "${text}")
  string(SUBSTRING "${key}" 0 16 key)
  set(${variable} "${group}-${key}" PARENT_SCOPE)
endfunction()

# build_deps(<group> <variable>): sets <variable> to the directory in which the group is installed.
function(build_deps group variable)
  deps_key(${group} key)
  set(directory "${USAGESTAT_CACHE_DIR}/deps/${key}")
  set(${variable} "${directory}" PARENT_SCOPE)
  # A change of a recipe is noticed by the next build.
  file(GLOB recipes "${PROJECT_SOURCE_DIR}/cmake/deps/*")
  set_property(DIRECTORY "${PROJECT_SOURCE_DIR}" APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
    ${recipes} "${PROJECT_SOURCE_DIR}/cmake/pins.txt")
  if(EXISTS "${directory}/.complete")
    return()
  endif()
  file(MAKE_DIRECTORY "${USAGESTAT_CACHE_DIR}/sources" "${USAGESTAT_CACHE_DIR}/deps")
  file(LOCK "${directory}.lock" GUARD FUNCTION TIMEOUT 1800)
  if(EXISTS "${directory}/.complete")
    return()
  endif()

  message(STATUS "Building the ${group} dependencies once into ${directory} (a minute or so)")
  file(REMOVE_RECURSE "${directory}")
  file(MAKE_DIRECTORY "${directory}")
  set(arguments
    -S "${PROJECT_SOURCE_DIR}/cmake/deps" -B "${directory}/build" -G Ninja
    "-DCMAKE_MAKE_PROGRAM=${CMAKE_MAKE_PROGRAM}"
    "-DCMAKE_INSTALL_PREFIX=${directory}"
    "-DDEPS_GROUP=${group}"
    "-DUSAGESTAT_CACHE_DIR=${USAGESTAT_CACHE_DIR}"
    "-DUSAGESTAT_DEPS_DIR=${USAGESTAT_DEPS_DIR}"
    "-DCMAKE_BUILD_TYPE=" "-DCMAKE_C_FLAGS=${deps_flags_${group}}" "-DCMAKE_CXX_FLAGS=${deps_flags_${group}}")
  if(CMAKE_TOOLCHAIN_FILE)
    list(APPEND arguments "-DCMAKE_TOOLCHAIN_FILE=${CMAKE_TOOLCHAIN_FILE}")
  else()
    list(APPEND arguments "-DCMAKE_C_COMPILER=${CMAKE_C_COMPILER}" "-DCMAKE_CXX_COMPILER=${CMAKE_CXX_COMPILER}")
  endif()
  foreach(language IN ITEMS C CXX)
    if(CMAKE_${language}_COMPILER_LAUNCHER)
      list(APPEND arguments "-DCMAKE_${language}_COMPILER_LAUNCHER=${CMAKE_${language}_COMPILER_LAUNCHER}")
    endif()
  endforeach()
  run_logged("${directory}.log" "${CMAKE_COMMAND}" ${arguments})
  run_logged("${directory}.log" "${CMAKE_COMMAND}" --build "${directory}/build" --target install)
  file(REMOVE_RECURSE "${directory}/build")
  file(TOUCH "${directory}/.complete")
endfunction()

function(run_logged log)
  execute_process(COMMAND ${ARGN} OUTPUT_FILE "${log}" ERROR_FILE "${log}" RESULT_VARIABLE result)
  if(NOT result EQUAL 0)
    file(STRINGS "${log}" lines)
    list(LENGTH lines count)
    math(EXPR first "${count} - 40")
    if(first GREATER 0)
      list(SUBLIST lines ${first} 40 lines)
    endif()
    list(JOIN lines "\n" text)
    message(FATAL_ERROR "The dependencies could not be built (all of it in ${log}):\n${text}")
  endif()
endfunction()

# import_dep(<name> INCLUDE <directory…> LIBRARIES <names under lib/, dependents first> LINK <targets> DEFINES <…>)
function(import_dep name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "ROOT" "INCLUDE;LIBRARIES;LINK;DEFINES")
  add_library(dep_${name} INTERFACE IMPORTED GLOBAL)
  foreach(directory IN LISTS arg_INCLUDE)
    target_include_directories(dep_${name} SYSTEM INTERFACE "${arg_ROOT}/include/${directory}")
  endforeach()
  foreach(library IN LISTS arg_LIBRARIES)
    target_link_libraries(dep_${name} INTERFACE "${arg_ROOT}/lib/lib${library}.a")
  endforeach()
  target_link_libraries(dep_${name} INTERFACE ${arg_LINK})
  target_compile_definitions(dep_${name} INTERFACE ${arg_DEFINES})
  add_library(dep::${name} ALIAS dep_${name})
endfunction()

set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
if(WIN32)
  set(network_libraries ws2_32 mswsock iphlpapi bcrypt crypt32)
endif()

build_deps(runtime runtime)
import_dep(boost_headers ROOT "${runtime}" INCLUDE boost DEFINES BOOST_ALL_NO_LIB LINK Threads::Threads ${network_libraries})
import_dep(boost_json ROOT "${runtime}" LIBRARIES boost_json LINK dep::boost_headers)
import_dep(boost_url ROOT "${runtime}" LIBRARIES boost_url LINK dep::boost_headers)
import_dep(tomlpp ROOT "${runtime}" INCLUDE tomlpp)
import_dep(cxxopts ROOT "${runtime}" INCLUDE cxxopts)
import_dep(duktape ROOT "${runtime}" INCLUDE duktape LIBRARIES duktape)
import_dep(sqlite ROOT "${runtime}" INCLUDE sqlite LIBRARIES sqlite3 LINK Threads::Threads)
import_dep(cctz ROOT "${runtime}" INCLUDE cctz LIBRARIES cctz LINK Threads::Threads)
import_dep(mbedtls ROOT "${runtime}" INCLUDE mbedtls LIBRARIES mbedtls mbedx509 mbedcrypto everest p256m
  LINK Threads::Threads ${network_libraries}
  DEFINES "MBEDTLS_USER_CONFIG_FILE=\"${runtime}/include/mbedtls/mbedtls_user_config.h\"")
import_dep(curl ROOT "${runtime}" INCLUDE curl LIBRARIES libcurl_static LINK dep::mbedtls DEFINES CURL_STATICLIB)
if(APPLE)
  target_link_libraries(dep_curl INTERFACE "-framework CoreFoundation" "-framework SystemConfiguration")
endif()

if(USAGESTAT_TESTS)
  build_deps(testing testing)
  import_dep(catch2 ROOT "${testing}" INCLUDE catch2 LIBRARIES Catch2WithMain Catch2)
  list(APPEND CMAKE_MODULE_PATH "${testing}/cmake")
endif()
