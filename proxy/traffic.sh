#!/bin/bash
# Runs in the proxy's container and moves its traffic, by HAProxy's runtime API (Management Guide
# 2.6, 9.3). The proxy has a slot for each of two containers, and the name service fills them.
set -euo pipefail

RELEASE=/tmp/release

usage() {
  cat <<'TEXT'
Usage: traffic.sh, in the proxy's container, with commands on standard input

Moves the proxy's traffic between two containers of the application. Reads one
command a line, and answers each with "done" or with the reason of its failure.

  hold ADDRESS            only the container at ADDRESS gets traffic
  switch OLD NEW          NEW gets the traffic, OLD keeps its open requests
  drain ADDRESS SECONDS   wait until ADDRESS has no open request
  release [ADDRESS]       open both slots, once ADDRESS is gone

Example, with the id of the proxy's container:
  echo 'hold 172.18.0.4' |
    docker exec -i PROXY bash /usr/local/etc/haproxy/traffic.sh
TEXT
}

ask() {
  exec 3<>/dev/tcp/127.0.0.1/9999
  printf '%s\n' "$1" >&3
  cat <&3
  exec 3>&-
}

# Prints "SLOT ADDRESS: REQUESTS" for each slot; one without a container has the address "-".
slots() {
  ask "show stat app 4 -1" | awk -F, '
    /^#/ { for (i = 1; i <= NF; i++) column[$i] = i }
    /^app,/ {
      address = $column["addr"]
      sub(/:[0-9]*$/, ":", address)
      print $2, address ? address : "-", $column["scur"] + $column["used_conn_cur"]
    }'
}

slot_of() { slots | awk -v address="$1:" '$2 == address { print $1 }'; }

# wait_for_slot ADDRESS  the name service is asked several times a second.
wait_for_slot() {
  local deadline=$((SECONDS + 10)) slot=""
  until slot=$(slot_of "$1") && [ -n "$slot" ]; do
    [ $SECONDS -lt $deadline ] || {
      echo "no container at $1 after 10 s" >&2
      return 1
    }
    sleep 0.05
  done
  echo "$slot"
}

# hold ADDRESS  only the container at ADDRESS gets traffic, whatever comes to be in the other slot.
hold() {
  local kept slot commands=""
  stop_release
  kept=$(wait_for_slot "$1") || return 1
  for slot in app1 app2; do
    if [ "$slot" = "$kept" ]; then commands+="set server app/$slot state ready;"; else commands+="set server app/$slot state maint;"; fi
  done
  ask "$commands" >/dev/null
}

# switch OLD NEW  the container at NEW gets the traffic, the one at OLD keeps what is under way.
switch() {
  local old new
  old=$(slot_of "$1")
  new=$(wait_for_slot "$2") || return 1
  ask "set server app/$new state ready;${old:+set server app/$old state drain}" >/dev/null
}

# drain ADDRESS SECONDS  waits until no request is under way at ADDRESS; fails when time is up.
drain() {
  local deadline=$((SECONDS + $2))
  while slots | awk -v address="$1:" '$2 == address && $3 > 0 { busy = 1 } END { exit !busy }'; do
    [ $SECONDS -lt $deadline ] || return 1
    sleep 0.05
  done
}

# release [ADDRESS]  opens both slots, so that a container that comes back under another address is
# served; but not while the name service still gives ADDRESS, where a container was. Nobody waits.
release() {
  {
    while [ -n "${1:-}" ] && [ -n "$(slot_of "$1")" ]; do sleep 0.1; done
    ask "set server app/app1 state ready;set server app/app2 state ready"
    rm -f "$RELEASE"
  } >/dev/null 2>&1 &
  echo $! >"$RELEASE"
}

# No release of the run before comes in between. After a restart of the proxy its number may be
# another process's.
stop_release() {
  local pid
  pid=$(cat "$RELEASE" 2>/dev/null) || return 0
  ! grep -q traffic.sh "/proc/$pid/cmdline" 2>/dev/null || kill "$pid" 2>/dev/null || :
  rm -f "$RELEASE"
}

case "$*" in
  "") ;;
  --help | -h)
    usage
    exit
    ;;
  *)
    echo "traffic: unknown option: $*. Remedy: traffic.sh --help" >&2
    exit 2
    ;;
esac

# A command fails in a shell of its own, so that the conversation goes on.
while read -r -a command; do
  if error=$("${command[@]}" 2>&1 >/dev/null); then error="done"; fi
  echo "${error:-not in time}"
done
