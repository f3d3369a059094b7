#!/usr/bin/env bash
# scripts/start when a port is taken, before the build or after it: "ready" is said of our own server and nginx only. And
# with --monitoring: Prometheus runs beside them, reads the server's metrics, and is gone with them.
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
  port=$((20000 + 3 * (RANDOM % 4000)))
  while listens "$port" || listens $((port + 1)) || listens $((port + 2)); do port=$((20000 + 3 * (RANDOM % 4000))); done
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

# serve_only look|later [OPTION…]: scripts/start without its build, which it would take minutes to be past. In place of the
# subshell that calls it, which so is the one that signals reach.
serve_only() {
  exec bash -c '
    . "$1"
    parse_options --port "$2" "${@:6}"
    set_paths
    clearwell=$3 page=$4 step_pid="" server_pid="" nginx_pid="" prometheus_pid=""
    trap stop_children EXIT
    trap "exit 143" TERM
    [ "$5" = look ] || check_ports() { :; } # the port is taken just after the look
    serve' start "$start" "$port" "$program" "$work/page" "$@"
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

# start_and_wait [OPTION…]: sets `started`
start_and_wait() {
  local deadline=$((SECONDS + 30))
  : >"$work/said" # what the start before said is not read for this one's
  serve_only look "$@" >"$work/said" 2>&1 &
  started=$!
  until grep -qs 'Ctrl-C stops it' "$work/said" || ! kill -0 "$started" 2>/dev/null || [ "$SECONDS" -gt "$deadline" ]; do sleep 0.05; done
}

stop_and_wait() {
  local result=0
  kill -TERM "$started" 2>/dev/null || true
  wait "$started" || result=$?
  expect "stopped by a signal" 143 "$result"
}

ready_when_it_is() {
  start_and_wait
  expect_match "ready" "^Clearwell is ready: http://127.0.0.1:$port/" "$(<"$work/said")"
  expect "the page is there" page "$(curl -fs -m 5 "http://127.0.0.1:$port/")"
  stop_and_wait
}

# asked QUERY: Prometheus' answer, as soon as it has one.
asked() {
  local answer='' deadline=$((SECONDS + 40))
  until [[ $answer == *'"value"'* ]] || [ "$SECONDS" -gt "$deadline" ]; do
    sleep 0.2
    answer=$(curl -fs -m 5 --data-urlencode "query=$1" "http://127.0.0.1:$((port + 2))/api/v1/query") || true
  done
  echo "$answer"
}

monitored() {
  start_and_wait --monitoring
  expect_match "ready with Prometheus" "Prometheus: http://127\.0\.0\.1:$((port + 2))/alerts" "$(<"$work/said")"
  expect_match "the server is scraped" "\"instance\":\"127\.0\.0\.1:$((port + 1))\".*\"1\"" "$(asked 'up{job="clearwell"}')"
  expect_match "the alerts are loaded" '"ClearwellDown"' \
    "$(curl -fs -m 5 "http://127.0.0.1:$((port + 2))/api/v1/rules?type=alert" | tr '{' '\n' | grep ClearwellDown)"
  stop_and_wait
  if listens $((port + 2)); then expect "Prometheus has ended" "nobody listens on $((port + 2))" "somebody does"; fi
}

choose_port
said_before_the_build "$port"
said_before_the_build $((port + 1))
for when in look later; do
  said_instead_of_ready "$port" "$when"
  said_instead_of_ready $((port + 1)) "$when"
done
ready_when_it_is
if command -v prometheus >/dev/null; then monitored; else echo "skipped: prometheus is not installed"; fi
finish
