# SPDX-License-Identifier: Apache-2.0
# The page of `rapport serve`: web/ bundled by node into C. Sets web_source to that file.
#
# Packages are fetched when CMake configures, so that a machine without node or without a way to the registry gets a
# program that is whole but for the page, and says so; the next configuration tries again.
set(web_source ${PROJECT_BINARY_DIR}/page_files.c)
set(web_folder ${PROJECT_BINARY_DIR}/web)
option(RAPPORT_PAGE "build the page into the program (needs node and npm)" ON)
find_program(NODE node)
find_program(NPM npm)

# The folder says what it was filled from: installed once per lockfile.
function(fetch_web_packages folder source)
  file(SHA256 ${source}/package-lock.json wanted)
  set(stamp ${folder}/installed)
  set(has "")
  if(EXISTS ${stamp})
    file(READ ${stamp} has)
  endif()
  if(has STREQUAL wanted)
    return()
  endif()
  file(REMOVE ${stamp})
  file(COPY ${source}/package.json ${source}/package-lock.json DESTINATION ${folder})
  message(STATUS "Fetching the packages of ${source} from the npm registry")
  execute_process(COMMAND ${NPM} ci --ignore-scripts --no-audit --no-fund --loglevel=error
    WORKING_DIRECTORY ${folder} RESULT_VARIABLE failed OUTPUT_QUIET ERROR_VARIABLE why TIMEOUT 300)
  if(failed)
    message(WARNING "npm could not fetch the packages of ${source}: ${why}")
  else()
    file(WRITE ${stamp} ${wanted})
  endif()
endfunction()

if(RAPPORT_PAGE AND NODE AND NPM)
  fetch_web_packages(${web_folder} ${PROJECT_SOURCE_DIR}/web)
endif()
if(RAPPORT_PAGE AND EXISTS ${web_folder}/installed)
  set(RAPPORT_HAS_PAGE ON)
  file(GLOB_RECURSE web_files CONFIGURE_DEPENDS web/src/*)
  add_custom_command(OUTPUT ${web_source}
    COMMAND ${NODE} ${PROJECT_SOURCE_DIR}/web/build.mjs ${web_folder}/node_modules ${web_source}
    DEPENDS ${web_files} web/build.mjs web/package-lock.json VERBATIM)
else()
  set(RAPPORT_HAS_PAGE OFF)
  message(STATUS "The program is built without its page: that takes node and npm (tools/setup.sh build) and the npm registry")
  file(WRITE ${web_source} "#include \"serve/page.h\"\nconst rap_page_file rap_page_files[] = {{0}};\n")
endif()
