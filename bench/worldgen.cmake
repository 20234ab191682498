# SPDX-License-Identifier: Apache-2.0
# worldgen is bench/worldgen.c and its parts in bench/world/.
file(GLOB world_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/world/*.c)
target_sources(worldgen PRIVATE ${world_sources})
target_include_directories(worldgen PRIVATE ${CMAKE_CURRENT_LIST_DIR})
