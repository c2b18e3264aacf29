# The proxy of rolling releases: it has the application's port, and decides who gets the traffic.

PROXY=""

# What Compose has made of the user's own files and settings, and the overlay last.
rolling_compose() {
  APP_PORT=$APP_PUBLISHED docker compose -f "$STACK_FILE" -f compose.rolling.yml -p "$PROJECT" --project-directory . "$@"
}

# A plain `down` does not know the proxy, and would find its network in use and the port taken.
remove_proxy() {
  [ -n "$PROXY" ] || return 0
  note "removing the proxy of the rolling releases first"
  docker stop "$PROXY" >/dev/null
  docker rm "$PROXY" >/dev/null
  PROXY=""
}

# One conversation for all moves: each `docker exec` would take a quarter of a second. What is said
# on stderr would keep a stage's output open for as long as the conversation lasts.
listen_to_proxy() {
  [ -z "${TRAFFIC_PID:-}" ] || return 0
  # Should the proxy end, a command to it fails, and this run with it as it should.
  trap '' PIPE
  coproc TRAFFIC { exec docker exec -i "$PROXY" bash /usr/local/etc/haproxy/traffic.sh 2>/dev/null 3>&- 4>&- 5>&- 9<&-; }
}

leave_proxy() { [ -z "${TRAFFIC_PID:-}" ] || { kill "$TRAFFIC_PID" && wait "$TRAFFIC_PID"; } 2>/dev/null || :; }

# traffic COMMAND…  as proxy/traffic.sh takes it.
traffic() {
  local answer=""
  if [ -n "${TRAFFIC_PID:-}" ] && printf '%s\n' "$*" >&"${TRAFFIC[1]}"; then
    read -r -t 60 answer <&"${TRAFFIC[0]:-0}" || leave_proxy
  fi
  [ "$answer" = "done" ] || {
    echo "the proxy did not $1: ${answer:-it does not answer}"
    return 1
  }
}

# address_of CONTAINER  prints where the proxy finds it.
address_of() {
  docker container inspect -f '{{range $name, $network := .NetworkSettings.Networks}}{{println $name $network.IPAddress}}{{end}}' "$1" |
    awk '$1 ~ /_secure_front$/ { print $2 }'
}
