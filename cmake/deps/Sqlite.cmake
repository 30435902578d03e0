# SPDX-License-Identifier: MIT
# SQLite: one file, either from upstream's amalgamation or made from the full tree that Debian packages.

locate_source(sqlite sqlite_tree)
if(NOT EXISTS "${sqlite_tree}/sqlite3.c")
  # The amalgamation is the same for every compiler and target, so it is made once, by the build machine's own tools.
  find_program(MAKE_PROGRAM make REQUIRED)
  find_program(TCLSH_PROGRAM NAMES tclsh tclsh8.6 REQUIRED)
  set(sqlite_build "${CMAKE_BINARY_DIR}/sqlite-amalgamation")
  file(MAKE_DIRECTORY "${sqlite_build}")
  message(STATUS "sqlite: making the amalgamation")
  execute_process(
    COMMAND "${CMAKE_COMMAND}" -E env --unset=CC --unset=CFLAGS --unset=LDFLAGS
            "${sqlite_tree}/configure" --disable-readline
    WORKING_DIRECTORY "${sqlite_build}" OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
  execute_process(
    COMMAND "${CMAKE_COMMAND}" -E env --unset=MAKEFLAGS --unset=MAKELEVEL "${MAKE_PROGRAM}" sqlite3.c
    WORKING_DIRECTORY "${sqlite_build}" OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
  set(sqlite_tree "${sqlite_build}")
endif()

add_library(sqlite3 STATIC "${sqlite_tree}/sqlite3.c")
target_include_directories(sqlite3 PRIVATE "${sqlite_tree}")
target_compile_definitions(sqlite3 PRIVATE
  SQLITE_THREADSAFE=1
  SQLITE_OMIT_LOAD_EXTENSION # no dlopen in a static program
  SQLITE_DQS=0
  SQLITE_OMIT_DEPRECATED
  SQLITE_DEFAULT_MEMSTATUS=0
  SQLITE_LIKE_DOESNT_MATCH_BLOBS)

install_library(sqlite3)
install(FILES "${sqlite_tree}/sqlite3.h" DESTINATION include/sqlite)
