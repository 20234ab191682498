# SPDX-License-Identifier: Apache-2.0
# worldgen is bench/worldgen.c with its parts in bench/world/.
if(NOT TARGET worldgen)
  add_executable(worldgen bench/worldgen.c)
  target_link_libraries(worldgen PRIVATE rapport_static)
endif()
file(GLOB world_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/world/*.c)
target_sources(worldgen PRIVATE ${world_sources})
target_include_directories(worldgen PRIVATE ${CMAKE_CURRENT_LIST_DIR})
