# shellcheck shell=bash
# Which files are our C++. Needs ROOT.

# cpp_sources [PATTERN…]: tracked and new files under the source folders, NUL-separated.
cpp_sources() {
  [ $# -gt 0 ] || set -- '*.cpp' '*.hpp'
  git -C "$ROOT" ls-files -z --cached --others --exclude-standard --deduplicate -- "${@/#/:(glob)**/}"
}
