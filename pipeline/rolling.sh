# shellcheck shell=bash disable=SC2034,SC2153 # the parts of build.sh share their variables
# A rolling release: the new version starts beside the old one, and gets the traffic when it is
# healthy and its digest is the one pushed; then the old one drains and goes.

DRAIN_LIMIT_S=30
OLD="" NEW=""

roll_over() {
  docker pull -q "$IMAGE" &&
    start_what_stands_beside &&
    settle || return 1
  if [ -z "$OLD" ]; then
    note "nothing serves, so nothing is interrupted"
    start_rolling_stack
    return
  fi
  if ! { start_beside_the_old && take_over; }; then
    remove_the_new
    return 1
  fi
}

app_containers() { project_containers | grep '^app '; }

new_container() { project_containers | grep -F " $NEW "; }

# The registry, the database and the proxy, if there is one, stay as they are if they are well.
start_what_stands_beside() {
  local containers
  containers=$(project_containers)
  PROXY=$(awk '$1 == "proxy" { print $2 }' <<<"$containers")
  [ "$(health_verdict registry db ${PROXY:+proxy} <<<"$containers")" = healthy ] || {
    rolling_compose up -d --no-deps --no-recreate registry db ${PROXY:+proxy} &&
      wait_until_healthy registry db ${PROXY:+proxy}
  }
}

# A run that was killed may have left two versions: the one that was proven last stays.
settle() {
  local container
  OLD=$(proven_container)
  [ -z "$OLD" ] || [ -z "$PROXY" ] || traffic hold "$(address_of "$OLD")" || return 1
  for container in $(app_containers | awk -v old="$OLD" '$2 != old { print $2 }'); do
    note "removing ${container:0:12}, left by a run before"
    docker rm -f "$container" >/dev/null
  done
}

# Of several healthy ones, the one that runs what was proven; else the last of them.
proven_container() {
  local container chosen=""
  for container in $(app_containers | awk '/\(healthy\)/ { print $2 }'); do
    chosen=$container
    [ "$(digest_of "$container")" != "$SERVING" ] || break
  done
  printf '%s' "$chosen"
}

start_rolling_stack() {
  if ! { rolling_compose up -d && wait_until_healthy registry db app proxy; }; then
    NEW=$(container_of app)
    [ -z "$NEW" ] || show_log "$NEW"
    return 1
  fi
}

start_beside_the_old() {
  local digest
  rolling_compose up -d --no-deps --no-recreate --scale app=2 app || return 1
  NEW=$(app_containers | awk -v old="$OLD" '$2 != old { print $2; exit }')
  await_health new_container app || return 1
  digest=$(digest_of "$NEW")
  [ "$digest" = "$PUSHED" ] || {
    echo "the digests differ: pushed $PUSHED, the new container runs ${digest:-none}"
    return 1
  }
}

take_over() { if [ -n "$PROXY" ]; then switch_traffic; else hand_over_port; fi; }

switch_traffic() {
  local old
  old=$(address_of "$OLD")
  traffic switch "$old" "$(address_of "$NEW")" || return 1
  note "the new version has the traffic"
  traffic drain "$old" $DRAIN_LIMIT_S ||
    note "requests are still open after $DRAIN_LIMIT_S s; the old version gets its last seconds now"
  docker stop "$OLD" >/dev/null
  docker rm "$OLD" >/dev/null
  traffic release
}

# The port can't be in two hands: this once, and only this once, requests wait or fail.
hand_over_port() {
  local started
  note "the proxy takes over the application's port: one interruption, the only one"
  rolling_compose up --no-start --no-deps proxy || return 1
  PROXY=$(container_of proxy)
  started=$(now_ms)
  docker stop "$OLD" >/dev/null
  if ! { docker start "$PROXY" >/dev/null && wait_for_page; }; then
    docker rm -f "$PROXY" >/dev/null
    PROXY=""
    docker start "$OLD" >/dev/null
    return 1
  fi
  note "interrupted for $(elapsed_since "$started")"
  docker rm "$OLD" >/dev/null
}

wait_for_page() {
  local deadline=$((SECONDS + 15)) page
  page=http://127.0.0.1:$(service_value app published: | head -n 1)/health
  until curl -sf -o /dev/null -m 2 "$page"; do
    [ $SECONDS -lt $deadline ] || {
      echo "the proxy does not answer at $page after 15 s"
      return 1
    }
    sleep 0.02
  done
}

# The version that served has served all the while; the registry's tag goes back to it.
remove_the_new() {
  if [ -n "$NEW" ]; then
    show_log "$NEW"
    docker rm -f "$NEW" >/dev/null
  fi
  ROLLBACK="the version before has served all the while (${SERVING:-$REPLACED_IMAGE})"
  if [ -n "$SERVING" ] && [ -n "$(held_digest "$SERVING")" ]; then
    point_tag "$TAG" "$SERVING"
    docker pull -q "$IMAGE"
  else
    restore_local_tag
  fi
  [ -z "$PROXY" ] || traffic release
  remove_replaced_images
}
