# The proxy of rolling releases. It publishes the application's port and directs the traffic.

PROXY=""

# rolling_compose  as stack_compose, with the overlay for rolling releases.
rolling_compose() { APP_PORT=$APP_PUBLISHED stack_compose -f compose.rolling.yml "$@"; }

# check_proxy_port  a rolling release keeps the proxy that runs, and with it the port.
check_proxy_port() {
  local ports
  # One that runs tells by the listing. One that is stopped names its port to those who ask for it.
  containers id ours=yes service=proxy "ports=*:$APP_PUBLISHED->*"
  [ ${#FOUND[@]} = 0 ] || return 0
  containers id ours=yes service=proxy
  [ ${#FOUND[@]} != 0 ] || return 0
  ports=$(docker container inspect -f '{{range .HostConfig.PortBindings}}{{range .}}{{.HostPort}} {{end}}{{end}}' "${FOUND[0]}" 2>/dev/null) || return 0
  [[ " $ports" == *" $APP_PUBLISHED "* || -z ${ports// /} ]] || {
    ROLLING=no
    refuse 2 "--rolling keeps the proxy, whose port is ${ports%% *}, and the stack names the port $APP_PUBLISHED" "APP_PORT=$APP_PUBLISHED ./build.sh   # with an interruption; or keep the port: APP_PORT=${ports%% *} ./build.sh --rolling"
  }
}

# A plain `down` does not know the proxy. It would fail because the proxy uses the network.
remove_proxy() {
  [ -n "$PROXY" ] || return 0
  note "removing the proxy of the rolling releases first"
  docker stop "$PROXY" >/dev/null
  docker rm "$PROXY" >/dev/null
  PROXY=""
}

# One `docker exec` serves all commands to the proxy, as each takes 250 ms. Its stderr goes to
# /dev/null: it would keep the output of a stage open.
listen_to_proxy() {
  [ -z "${TRAFFIC_PID:-}" ] || return 0
  # If the proxy ends, the next command to it fails, and so does the stage.
  trap '' PIPE
  coproc TRAFFIC { exec docker exec -i "$PROXY" bash /usr/local/etc/haproxy/traffic.sh 2>/dev/null 3>&- 4>&- 9<&-; }
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
