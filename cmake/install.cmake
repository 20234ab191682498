# SPDX-License-Identifier: Apache-2.0
# What `cmake --install` puts where: header, both libraries, pkg-config file, program, data, manual, completions.
# The pkg-config file finds its prefix from where it stands, so that an installed tree may be moved.
file(RELATIVE_PATH up /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
configure_file(${PROJECT_SOURCE_DIR}/rapport.pc.in ${PROJECT_BINARY_DIR}/rapport.pc @ONLY)

install(FILES include/rapport.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(TARGETS rapport_static rapport_shared
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(FILES ${PROJECT_BINARY_DIR}/rapport.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
if(TARGET rapport)
  install(TARGETS rapport RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
if(EXISTS ${PROJECT_SOURCE_DIR}/data)
  install(DIRECTORY data/ DESTINATION ${CMAKE_INSTALL_DATADIR}/rapport)
endif()
install(FILES README.md NEWS.md LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} OPTIONAL)

file(GLOB manual CONFIGURE_DEPENDS docs/man/*.1)
install(FILES ${manual} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
file(GLOB completions CONFIGURE_DEPENDS docs/completion/*)
install(FILES ${completions} DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
