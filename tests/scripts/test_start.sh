#!/usr/bin/env bash
# scripts/start when a port is taken, before the build or after it: "ready" is said of our own server and nginx only.
#
#   test_start.sh CLEARWELL      the program to serve with

# shellcheck source-path=SCRIPTDIR
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
start=$here/../../scripts/start
program=$1
# shellcheck source=expect.sh
. "$here/expect.sh"
PATH=$PATH:/usr/sbin
command -v nginx >/dev/null || { echo "skipped: nginx is not installed" && exit 77; }

work=$(mktemp -d)
chmod 755 "$work" # PostgreSQL's user enters it when root runs this
other_program=''
trap '[ -z "$other_program" ] || kill "$other_program"; rm -rf "$work"' EXIT
export CLEARWELL_DATA_DIR=$work/data
mkdir -p "$CLEARWELL_DATA_DIR/log" "$work/page"
echo page >"$work/page/index.html"

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Below the range that outgoing connections draw from.
choose_port() {
  port=$((20000 + 2 * (RANDOM % 6000)))
  while listens "$port" || listens $((port + 1)); do port=$((20000 + 2 * (RANDOM % 6000))); done
}

# take PORT: by a program that answers every request, as another Clearwell would.
take() {
  /usr/bin/python3 -c '
import http.server, sys
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
    def log_message(self, *ignored): pass
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Answer).serve_forever()' "$1" &
  other_program=$!
  until listens "$1"; do sleep 0.05; done
}

give_back() {
  kill "$other_program"
  wait "$other_program" 2>/dev/null || true
  other_program=''
}

# serve_only: scripts/start without its build, which it would take minutes to be past.
serve_only() {
  bash -c '
    . "$1"
    parse_options --port "$2"
    set_paths
    clearwell=$3 page=$4 step_pid="" server_pid="" nginx_pid=""
    trap stop_children EXIT
    trap "exit 143" TERM
    [ "$5" = look ] || check_ports() { :; } # the port is taken just after the look
    serve' start "$start" "$port" "$program" "$work/page" "$1"
}

taken_message() {
  echo "Port $1 is in use by another program; Clearwell needs $port for the page and $((port + 1)) for the server behind it\\. Choose another: scripts/start --port [0-9]+"
}

said_before_the_build() {
  local said result=0
  take "$1"
  said=$("$start" --no-install --port "$port" 2>&1) || result=$?
  give_back
  expect "port $1 of $port taken before the build: exit code" 1 "$result"
  expect_match "port $1 of $port taken before the build" "^$(taken_message "$1")\$" "$said"
}

said_instead_of_ready() {
  local said result=0
  take "$1"
  said=$(serve_only "$2" 2>&1) || result=$?
  give_back
  expect "port $1 of $port taken after the build: exit code" 1 "$result"
  expect_match "port $1 of $port taken after the build" "^$(taken_message "$1")" "$said"
}

ready_when_it_is() {
  serve_only look >"$work/said" 2>&1 &
  local started=$! result=0 deadline=$((SECONDS + 30))
  until grep -q ready "$work/said" || ! kill -0 "$started" 2>/dev/null || [ "$SECONDS" -gt "$deadline" ]; do sleep 0.05; done
  expect_match "ready" "^Clearwell is ready: http://127.0.0.1:$port/" "$(<"$work/said")"
  expect "the page is there" page "$(curl -fs -m 5 "http://127.0.0.1:$port/")"
  kill -TERM "$started" 2>/dev/null || true
  wait "$started" || result=$?
  expect "stopped by a signal" 143 "$result"
}

choose_port
said_before_the_build "$port"
said_before_the_build $((port + 1))
for when in look later; do
  said_instead_of_ready "$port" "$when"
  said_instead_of_ready $((port + 1)) "$when"
done
ready_when_it_is
finish
