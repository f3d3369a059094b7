# The SQL files become part of the program: no path to find at run time, and a query is a named constant.
#
#   clearwell_embed_sql(target directory)
#
# makes "server/store/sql.hpp" in the build tree, reachable from `target` and whoever links it, with
#   clearwell::store::sql::<file name>   the text of each <directory>/queries/*.sql
#   clearwell::store::sql::migrations()  each <directory>/migrations/V<number>__<name>.sql, in order, with its SHA-256
# A new file is found by the next build; a changed one recompiles one source.
include_guard(GLOBAL)

set(CLEARWELL_EMBED_SQL_SCRIPT ${CMAKE_CURRENT_LIST_DIR}/EmbedSqlScript.cmake)

function(clearwell_embed_sql target directory)
  file(GLOB_RECURSE sql_files CONFIGURE_DEPENDS ${directory}/queries/*.sql ${directory}/migrations/*.sql)
  set(generated ${PROJECT_BINARY_DIR}/generated)
  set(header ${generated}/server/store/sql.hpp)
  set(source ${generated}/server/store/sql.cpp)
  # The list of files is an input too: a file that is removed must leave the header.
  string(SHA256 list_digest "${sql_files}")
  add_custom_command(
    OUTPUT ${header} ${source}
    COMMAND ${CMAKE_COMMAND} -D SQL_DIRECTORY=${directory} -D HEADER=${header} -D SOURCE=${source}
            -D LIST_DIGEST=${list_digest} -P ${CLEARWELL_EMBED_SQL_SCRIPT}
    DEPENDS ${sql_files} ${CLEARWELL_EMBED_SQL_SCRIPT}
    COMMENT "Embedding SQL"
    VERBATIM
  )
  target_sources(${target} PRIVATE ${source} ${header})
  target_include_directories(${target} PUBLIC ${generated})
endfunction()
