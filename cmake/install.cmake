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

# The program writes its own manual page and completions, so they can't say anything else than it does.
if(TARGET rapport)
  set(pages ${PROJECT_BINARY_DIR}/pages)
  file(MAKE_DIRECTORY ${pages})
  add_custom_command(OUTPUT ${pages}/rapport.1 ${pages}/rapport ${pages}/_rapport ${pages}/rapport.fish
    COMMAND rapport manual > ${pages}/rapport.1
    COMMAND rapport completion bash > ${pages}/rapport
    COMMAND rapport completion zsh > ${pages}/_rapport
    COMMAND rapport completion fish > ${pages}/rapport.fish
    DEPENDS rapport VERBATIM)
  add_custom_target(pages ALL DEPENDS ${pages}/rapport.1)
  install(FILES ${pages}/rapport.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
  install(FILES ${pages}/rapport DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
  install(FILES ${pages}/_rapport DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
  install(FILES ${pages}/rapport.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
endif()
