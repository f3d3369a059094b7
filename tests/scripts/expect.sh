# shellcheck shell=bash
# Comparison for tests of scripts. A difference is told at once, and the test fails at its end.

failures=0

# expect WHAT EXPECTED SEEN: the whole text.
expect() {
  [ "$2" != "$3" ] || return 0
  failures=$((failures + 1))
  printf 'FAILED: %s\n--- expected\n%s\n--- seen\n%s\n' "$1" "$2" "$3"
}

# expect_match WHAT REGULAR_EXPRESSION SEEN
expect_match() {
  if ! [[ $3 =~ $2 ]]; then expect "$1" "a match of $2" "$3"; fi
}

finish() {
  [ "$failures" = 0 ] || exit 1
  echo "all as expected"
}
