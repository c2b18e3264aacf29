#!/usr/bin/env bash
# A second Docker engine beside the first: its own images, containers, ports and network, for tests
# that must not touch the user's. It lives as long as its standard input is open, so it ends with
# whoever started it, even when that is killed.
set -euo pipefail
unset CDPATH

source "$(dirname "${BASH_SOURCE[0]}")/lib/network.sh"

NAME=ecl$$
DIR=/tmp/$NAME
SOCKET=unix://$DIR/docker.sock

# fail WHAT REMEDY
fail() {
  printf 'second-engine: %s. Remedy: %s\n' "$1" "$2" >&2
  exit 3
}

usage() {
  cat <<'TEXT'
Usage: provision/second-engine.sh [--help]

Starts a second Docker engine beside the first, with its own images, containers,
ports and network. It runs until standard input is closed, and removes itself
then. Needs root, dockerd and iptables.

Prints "ready SOCKET NETNS" when it answers. Reads commands, one a line:
  kill    end the engine with SIGKILL
  term    end the engine with SIGTERM
  crash   end engine and containers at once, as a power loss does
  start   start the engine again

Example (in another shell: docker -H SOCKET ps):
  sudo provision/second-engine.sh

Environment: ECLUSE_MIRROR= (URL of a registry mirror)
  ECLUSE_PLAIN_REGISTRIES= (addresses of registries without TLS: 10.213.0.0/16)
Exit codes: 0 ended, 2 bad usage, 3 not possible here.
TEXT
}

check() {
  [ "$(id -u)" = 0 ] || fail "a second engine needs root" "sudo $0"
  local tool
  for tool in dockerd ip iptables nsenter; do
    command -v "$tool" >/dev/null || fail "the command $tool is missing" "provision/provision.sh"
  done
}

# nsenter, not `ip netns exec`: that one hides the control groups. In a swarm each engine needs a name of its own.
start_engine() {
  rm -f "$DIR/docker.pid"
  # shellcheck disable=SC2016 # the inner shell reads them
  nsenter --net="/run/netns/$NAME" unshare --uts sh -c 'hostname "$0" && exec "$@"' "$NAME" dockerd --data-root "$DIR/data" --exec-root "$DIR/exec" \
    --pidfile "$DIR/docker.pid" --host "$SOCKET" ${ECLUSE_MIRROR:+--registry-mirror "$ECLUSE_MIRROR"} \
    ${ECLUSE_PLAIN_REGISTRIES:+--insecure-registry "$ECLUSE_PLAIN_REGISTRIES"} \
    </dev/null >>"$DIR/dockerd.log" 2>&1 &
  ENGINE=$!
  local tries
  for ((tries = 0; tries < 600; tries++)); do
    ! docker -H "$SOCKET" version >/dev/null 2>&1 || return 0
    kill -0 $ENGINE 2>/dev/null || break
    sleep 0.1
  done
  tail -n 20 "$DIR/dockerd.log" >&2
  fail "the second engine did not start" "less $DIR/dockerd.log"
}

stop_engine() {
  kill "-$1" "$ENGINE" 2>/dev/null || return 0
  wait "$ENGINE" 2>/dev/null || :
}

# The processes of this engine that are not dockerd itself: containerd, the shims, what they run.
own_processes() { pgrep -f "$DIR/" | grep -vx "$$" || :; }

crash() {
  local containers
  containers=$(docker -H "$SOCKET" ps -q | xargs -r docker -H "$SOCKET" inspect -f '{{.State.Pid}}')
  # shellcheck disable=SC2046,SC2086 # one word a process
  kill -KILL $ENGINE $(own_processes) $containers 2>/dev/null || :
  wait "$ENGINE" 2>/dev/null || :
}

obey() {
  local command
  while read -r command; do
    case "$command" in
      kill) stop_engine KILL ;;
      term) stop_engine TERM ;;
      crash) crash ;;
      start) start_engine ;;
      *) printf 'second-engine: unknown command: %s\n' "$command" >&2 ;;
    esac
    echo "done $command"
  done
}

clean_up() {
  trap '' INT TERM HUP
  set +e
  docker -H "$SOCKET" ps -aq 2>/dev/null | xargs -r docker -H "$SOCKET" rm -f >/dev/null 2>&1
  stop_engine TERM
  own_processes | xargs -r kill -KILL 2>/dev/null
  awk -v dir="$DIR/" 'index($2, dir) == 1 { print $2 }' /proc/mounts | sort -r | xargs -r umount -l
  # What was trusted for a registry of this engine.
  rm -rf "/etc/docker/certs.d/$(address "$(network_of $$ 213)" 2):"*
  remove_network "$NAME" 213
  rm -rf "$DIR" "/run/docker/runtime-$NAME"
}

main() {
  case "$*" in
    "") ;;
    --help | -h)
      usage
      return
      ;;
    *)
      printf 'second-engine: unknown option: %s. Remedy: %s --help\n' "$*" "$0" >&2
      return 2
      ;;
  esac
  check
  mkdir -p "$DIR"
  trap clean_up EXIT
  trap 'exit 143' INT TERM HUP
  make_network ecl 213
  start_engine
  echo "ready $SOCKET $NAME"
  obey
}

main "$@"
