# shellcheck shell=bash
# Messages for a person: plain text, colour only on a terminal. Progress goes to standard error.

if [ -t 2 ] && [ -z "${NO_COLOR:-}" ]; then
  readonly BOLD=$'\e[1m' RED=$'\e[31m' YELLOW=$'\e[33m' PLAIN=$'\e[0m'
else
  readonly BOLD='' RED='' YELLOW='' PLAIN=''
fi

say() { printf '%s%s%s\n' "$BOLD" "$*" "$PLAIN" >&2; }
note() { printf '  %s\n' "$*" >&2; }
warn() { printf '%s%s%s\n' "$YELLOW" "$*" "$PLAIN" >&2; }
die() {
  printf '%s%s%s\n' "$RED" "$*" "$PLAIN" >&2
  exit 1
}

# wrong_usage MESSAGE: for an option that does not exist; exit code 2 as everywhere in Clearwell.
wrong_usage() {
  printf '%s%s%s\n' "$RED" "$*" "$PLAIN" >&2
  exit 2
}

# print_usage FILE: the comment block at the top of a script is its help text; the linter's words after it are not.
print_usage() { sed -n -e '/^# shellcheck/d' -e '2,/^[^#]/s/^# \{0,1\}//p' "$1"; }
