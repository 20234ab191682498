# SPDX-License-Identifier: Apache-2.0
# The parts of generators: worldgen is bench/worldgen.c and bench/world/; worldcube is bench/worldcube.c and
# bench/worldcube/, with the topics of bench/world/.
file(GLOB world_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/world/*.c)
target_sources(worldgen PRIVATE ${world_sources})
target_include_directories(worldgen PRIVATE ${CMAKE_CURRENT_LIST_DIR})

file(GLOB worldcube_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/worldcube/*.c)
target_sources(worldcube PRIVATE ${worldcube_sources} ${CMAKE_CURRENT_LIST_DIR}/world/topics.c)
target_include_directories(worldcube PRIVATE ${CMAKE_CURRENT_LIST_DIR})
