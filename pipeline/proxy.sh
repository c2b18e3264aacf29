# shellcheck shell=bash disable=SC2034,SC2153 # the parts of build.sh share their variables
# The proxy of rolling releases: who gets the traffic. It has a slot for each of two containers.

# Whatever Compose acts on in a rolling stack: the user's own files, and the overlay last.
rolling_compose() {
  local files=${COMPOSE_FILE:-}
  if [ -z "$files" ]; then
    files=compose.yml
    [ ! -f compose.override.yml ] || files+=:compose.override.yml
  fi
  COMPOSE_FILE=$files:compose.rolling.yml docker compose "$@"
}

proxy_runs() { project_containers | grep -q '^proxy .* running '; }

# A plain `down` does not know the proxy, and would find its network in use and the port taken.
remove_proxy() {
  local proxy
  proxy=$(container_of proxy)
  [ -n "$proxy" ] || return 0
  note "this stack was rolling: its proxy is removed first"
  docker stop "$proxy" >/dev/null
  docker rm "$proxy" >/dev/null
}

# tell_proxy COMMANDS  prints what the proxy answers (HAProxy 2.6 Management Guide, 9.3).
tell_proxy() {
  docker exec "$(container_of proxy)" bash -c 'exec 3<>/dev/tcp/127.0.0.1/9999 && echo "$1" >&3 && cat <&3' tell "$1"
}

# Prints "SLOT ADDRESS REQUESTS" for each slot; one without a container has the address "-".
slots() {
  tell_proxy "show stat app 4 -1" | awk -F, '
    /^#/ { for (i = 1; i <= NF; i++) column[$i] = i }
    /^app,/ {
      address = $column["addr"]
      print $2, address ? address : "-", $column["scur"] + $column["used_conn_cur"]
    }'
}

# The one network that the application shares with the proxy decides under which address it is known there.
slot_of() {
  local addresses
  addresses=$(docker container inspect -f '{{range .NetworkSettings.Networks}}{{println .IPAddress}}{{end}}' "$1")
  slots | grep -F "$(sed '/^$/d; s/^/ /; s/$/:/' <<<"$addresses")" | cut -d ' ' -f 1
}

# A container that has just started is known to the proxy once the name service was asked again.
wait_for_slot_of() {
  local deadline=$((SECONDS + 10)) slot
  until slot=$(slot_of "$1") && [ -n "$slot" ]; do
    [ $SECONDS -lt $deadline ] || {
      echo "the proxy does not find the new container after 10 s" >&2
      return 1
    }
    sleep 0.05
  done
  printf '%s' "$slot"
}

# Slots that no container named here has get no traffic, whatever comes to be in them.
hold_slots_beside() {
  local kept slot commands=""
  kept=$(slot_of "$1")
  for slot in $(slots | cut -d ' ' -f 1); do
    if [ "$slot" = "$kept" ]; then commands+="set server app/$slot state ready;"; else commands+="set server app/$slot state maint;"; fi
  done
  tell_proxy "$commands" >/dev/null
}

# Both slots are open again, so that a container which comes back under another address is served.
release_slots() { tell_proxy "$(slots | sed -E 's|^([^ ]+).*|set server app/\1 state ready;|' | tr -d '\n')" >/dev/null; }

# wait_until_drained SLOT
wait_until_drained() {
  local deadline=$((SECONDS + DRAIN_LIMIT_S))
  until slots | grep -q "^$1 .* 0$"; do
    [ $SECONDS -lt $deadline ] || {
      note "requests are still open after $DRAIN_LIMIT_S s; the old version gets its last seconds now"
      return 0
    }
    sleep 0.05
  done
}
