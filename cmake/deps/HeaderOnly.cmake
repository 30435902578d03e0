# SPDX-License-Identifier: MIT
# Boost, toml++ and cxxopts: headers, and the two parts of Boost that are compiled once.

# link_headers(<name> <header>): makes <header> reachable under include/<name>. A link to the one directory (or file) is
# put there, because /usr/include as a whole must never be on the command line of a cross compiler.
function(link_headers name header)
  find_path(${name}_directory ${header}
    PATHS "${USAGESTAT_DEPS_DIR}/include" /usr/include /usr/local/include /opt/homebrew/include
    NO_CMAKE_FIND_ROOT_PATH NO_CMAKE_PATH NO_CMAKE_ENVIRONMENT_PATH)
  if(NOT ${name}_directory)
    locate_source(${name} tree)
    find_path(${name}_tree_directory ${header} PATHS "${tree}/include" "${tree}" NO_DEFAULT_PATH REQUIRED
      NO_CMAKE_FIND_ROOT_PATH)
    # The unpacked tree goes away with the build directory.
    string(REGEX REPLACE "/.*" "" top ${header})
    file(COPY "${${name}_tree_directory}/${top}" DESTINATION "${CMAKE_INSTALL_PREFIX}/include/${name}")
    return()
  endif()
  message(STATUS "${name}: ${${name}_directory}")
  string(REGEX REPLACE "/.*" "" top ${header})
  file(MAKE_DIRECTORY "${CMAKE_INSTALL_PREFIX}/include/${name}")
  file(CREATE_LINK "${${name}_directory}/${top}" "${CMAKE_INSTALL_PREFIX}/include/${name}/${top}" SYMBOLIC)
endfunction()

link_headers(boost boost/json.hpp)
link_headers(tomlpp toml++/toml.h)
link_headers(cxxopts cxxopts.hpp)

foreach(part IN ITEMS json url)
  add_library(boost_${part} STATIC boost_${part}.cpp)
  target_include_directories(boost_${part} SYSTEM PRIVATE "${CMAKE_INSTALL_PREFIX}/include/boost")
  target_compile_definitions(boost_${part} PRIVATE BOOST_ALL_NO_LIB)
  install_library(boost_${part})
endforeach()
