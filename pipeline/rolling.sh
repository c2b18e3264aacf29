# shellcheck shell=bash disable=SC2034,SC2153 # the parts of build.sh share their variables
# A rolling release: the new version starts beside the old one, and gets the traffic when it is
# healthy and its digest is the one pushed; then the old one drains and goes.

DRAIN_LIMIT_S=30
OLD="" OLD_ADDRESS="" NEW=""

roll_over() {
  local containers
  containers=$(project_containers)
  [ -z "$PROXY" ] || listen_to_proxy
  if ! { docker pull -q "$IMAGE" && start_what_stands_beside "$containers" && settle "$containers"; }; then
    ROLLBACK="the version before still serves"
    name_what_serves || :
    return 1
  fi
  if [ -z "$OLD" ]; then
    note "nothing serves, so nothing is interrupted"
    start_rolling_stack
    return
  fi
  if ! { run_migrations && start_beside_the_old && update_the_others && take_over; }; then
    remove_the_new
    return 1
  fi
  WELL_SINCE=${EPOCHREALTIME/,/.}
  AWAITED=$(project_containers)
}

# What others wait for runs first, with the new image; what serves goes on meanwhile.
run_migrations() {
  local job container
  for job in "${MIGRATIONS[@]}"; do
    rolling_compose up -d --no-deps --force-recreate "$job" || return 1
    container=$(container_of "$job")
    [ "$(docker wait "$container")" = 0 ] || {
      show_log "$container" "$job"
      echo "$job did not end well"
      return 1
    }
  done
}

# Other services with the application's image: one version of it runs, in all of them.
update_the_others() {
  [ ${#ALIKE[@]} = 0 ] || { rolling_compose up -d --no-deps "${ALIKE[@]}" && wait_until_healthy "${ALIKE[@]}"; }
}

# What project_containers prints of the application's containers beside the old one.
new_container() { project_containers | awk -v old="$OLD" '$1 == "app" && $2 != old'; }

# start_what_stands_beside CONTAINERS  the registry, the database and the proxy, if there is one,
# stay as they are if they are well, and so does all else that has no part in the release.
start_what_stands_beside() {
  [ "$(health_verdict "${BESIDE[@]}" ${PROXY:+proxy} <<<"$1")" = healthy ] || {
    rolling_compose up -d --no-deps --no-recreate "${BESIDE[@]}" ${PROXY:+proxy} &&
      wait_until_healthy "${BESIDE[@]}" ${PROXY:+proxy}
  } || return 1
  [ ${#BUILT_STANDING[@]} = 0 ] || { rolling_compose up -d --no-deps "${BUILT_STANDING[@]}" && wait_until_healthy "${BUILT_STANDING[@]}"; }
}

# settle CONTAINERS  a run that was killed may have left two versions: the one proven last stays.
settle() {
  local container healthy=()
  mapfile -t healthy < <(awk '$1 == "app" && /\(healthy\)/ { print $2 }' <<<"$1")
  # One that can't say that it is well may serve all the same.
  [ ${#healthy[@]} -gt 0 ] || mapfile -t healthy < <(awk '$1 == "app" && $3 == "running" && !/\(unhealthy\)/ { print $2 }' <<<"$1")
  [ ${#healthy[@]} = 0 ] || OLD=$(proven_among "${healthy[@]}")
  if [ -n "$OLD" ] && [ -n "$PROXY" ]; then
    OLD_ADDRESS=$(address_of "$OLD")
    traffic hold "$OLD_ADDRESS" || return 1
  fi
  while read -r container; do
    note "removing ${container:0:12}, left by a run before"
    docker rm -f "$container" >/dev/null
  done < <(awk -v old="$OLD" '$1 == "app" && $2 != old { print $2 }' <<<"$1")
}

# proven_among CONTAINER…  prints the one that runs what was proven; else the last of them.
proven_among() {
  local container
  for container in "$@"; do
    if [ $# = 1 ] || [ "$(digest_of "$container")" = "$SERVING" ]; then break; fi
  done
  printf '%s' "$container"
}

start_rolling_stack() {
  if ! { rolling_compose up -d && PROXY=$(container_of proxy) && wait_until_healthy "${SERVICES[@]}" proxy &&
    wait_for_page && database_lets_in "$APP_PUBLISHED"; }; then
    PROXY=$(container_of proxy)
    restore_serving_version
    return 1
  fi
}

start_beside_the_old() {
  local digest
  rolling_compose up -d --no-deps --no-recreate --scale app=2 app || return 1
  await_health new_container app || return 1
  NEW=$(new_container | awk '{ print $2 }')
  digest=$(digest_of "$NEW")
  [ "$digest" = "$PUSHED" ] || {
    echo "the digests differ: pushed $PUSHED, the new container runs ${digest:-none}"
    return 1
  }
  database_lets_in "$APP_LISTENS" "$(address_of "$NEW")"
}

take_over() { if [ -n "$PROXY" ]; then switch_traffic; else hand_over_port; fi; }

switch_traffic() {
  traffic switch "$OLD_ADDRESS" "$(address_of "$NEW")" || return 1
  note "the new version has the traffic"
  traffic drain "$OLD_ADDRESS" $DRAIN_LIMIT_S ||
    note "requests are still open after $DRAIN_LIMIT_S s; the old version gets its last seconds now"
  # It has the traffic: from here on nothing is a reason to remove it.
  docker stop "$OLD" >/dev/null || :
  docker rm -f "$OLD" >/dev/null || note "the old container ${OLD:0:12} could not be removed"
  traffic release "$OLD_ADDRESS" || :
}

# The port can't be in two hands: this once, and only this once, requests wait or fail.
hand_over_port() {
  local started
  note "the proxy takes over the application's port: one interruption, the only one"
  rolling_compose up --no-start --no-deps proxy || return 1
  PROXY=$(container_of proxy)
  now_ms started
  docker stop "$OLD" >/dev/null
  if ! { docker start "$PROXY" >/dev/null && wait_for_page; }; then
    docker rm -f "$PROXY" >/dev/null
    PROXY=""
    docker start "$OLD" >/dev/null
    return 1
  fi
  note "interrupted for $(elapsed_since "$started")"
  docker rm -f "$OLD" >/dev/null || :
}

wait_for_page() {
  local deadline=$((SECONDS + 15)) page
  page=http://127.0.0.1:$APP_PUBLISHED/health
  until http -f -o /dev/null -m 2 "$page"; do
    [ $SECONDS -lt $deadline ] || {
      echo "the proxy does not answer at $page after 15 s"
      return 1
    }
    sleep 0.02
  done
}

# The version that served has served all the while; the registry's tag goes back to it.
remove_the_new() {
  local address=""
  NEW=$(new_container | awk 'NR == 1 { print $2 }')
  if [ -n "$NEW" ]; then
    tell_of_failed || :
    address=$(address_of "$NEW")
    docker rm -f "$NEW" >/dev/null
  fi
  ROLLBACK="the version before has served all the while (${SERVING:-$SERVING_IMAGE})"
  name_what_serves || :
  [ ${#ALIKE[@]} = 0 ] || proven_compose up -d --no-deps "${ALIKE[@]}" || :
  [ -z "$PROXY" ] || traffic release "$address"
  remove_replaced_images
}
