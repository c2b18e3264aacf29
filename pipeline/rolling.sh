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

# The registry and the database stay as they are, if they are well.
start_what_stands_beside() {
  [ "$(project_containers | health_verdict registry db)" = healthy ] ||
    { rolling_compose up -d --no-recreate registry db && wait_until_healthy registry db; }
}

# A run that was killed may have left two versions: the one that was proven last stays.
settle() {
  local container
  OLD=$(proven_container)
  for container in $(app_containers | awk -v old="$OLD" '$2 != old { print $2 }'); do
    note "removing ${container:0:12}, left by a run before"
    [ -z "$OLD" ] || ! proxy_runs || hold_slots_beside "$OLD"
    docker rm -f "$container" >/dev/null
  done
  [ -z "$OLD" ] || [ -z "$(container_of proxy)" ] || proxy_runs || rolling_compose up -d --no-deps proxy
}

proven_container() {
  local container first=""
  for container in $(app_containers | awk '/\(healthy\)/ { print $2 }'); do
    first=$container
    [ "$(digest_of "$container")" != "$SERVING" ] || break
  done
  printf '%s' "$first"
}

start_rolling_stack() {
  if ! { rolling_compose up -d && wait_until_healthy registry db app proxy; }; then
    NEW=$(container_of app)
    [ -z "$NEW" ] || show_log "$NEW"
    return 1
  fi
}

start_beside_the_old() {
  ! proxy_runs || hold_slots_beside "$OLD"
  rolling_compose up -d --no-deps --no-recreate --scale app=2 app || return 1
  NEW=$(app_containers | awk -v old="$OLD" '$2 != old { print $2; exit }')
  await_health new_container app || return 1
  [ "$(digest_of "$NEW")" = "$PUSHED" ] || {
    echo "the digests differ: pushed $PUSHED, the new container runs $(digest_of "$NEW")"
    return 1
  }
}

take_over() { if proxy_runs; then switch_traffic; else hand_over_port; fi; }

switch_traffic() {
  local old new
  old=$(slot_of "$OLD")
  new=$(wait_for_slot_of "$NEW") || return 1
  tell_proxy "set server app/$new state ready; set server app/$old state drain" >/dev/null
  note "the new version has the traffic"
  wait_until_drained "$old"
  docker stop "$OLD" >/dev/null
  docker rm "$OLD" >/dev/null
  release_slots
}

# The port can't be in two hands: this once, and only this once, requests wait or fail.
hand_over_port() {
  local started
  note "the proxy takes over the application's port: one interruption, the only one"
  rolling_compose up --no-start --no-deps proxy || return 1
  started=$(now_ms)
  docker stop "$OLD" >/dev/null
  if ! { docker start "$(container_of proxy)" >/dev/null && wait_for_page; }; then
    remove_proxy
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
  ! proxy_runs || release_slots
  remove_replaced_images
}
