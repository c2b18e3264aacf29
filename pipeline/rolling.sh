# A rolling release. The new version starts beside the old one. It gets the traffic once it is healthy and
# runs the pushed digest. Then the old version drains and is removed.

DRAIN_LIMIT_S=30
OLD_ADDRESS="" NEW="" NEW_ADDRESS="" LEFT=""

roll_over() {
  docker pull -q "$IMAGE"
  AWAITED=$(project_containers)
  OLD=$(serving_container <<<"$AWAITED")
  record deploy "$OLD"
  start_what_stands_beside
  if [ -z "$OLD" ]; then
    note "no version serves yet: starting the whole stack"
    start_rolling_stack
    return
  fi
  hold_traffic
  run_migrations
  start_beside_the_old
  # All services with the application's image must run the same version.
  release_beside "${ALIKE[@]}"
  take_over
  WELL_SINCE=${EPOCHREALTIME/,/.}
  AWAITED=$(project_containers | awk -v old="$OLD" '$2 != old')
}

# serving_container  reads an output of project_containers and prints the container of the proven release; a healthy one
# first.
serving_container() {
  local container
  while read -r _ container; do
    if runs_what_was_proven "$container"; then
      echo "$container"
      return
    fi
  done < <(awk '$1 == "app" && $3 ~ /running|paused/ { print /\(healthy\)/ ? 1 : 2, $2 }' | sort)
}

# Migrations run first, with the new image, while the old version serves.
run_migrations() {
  local job container
  for job in "${MIGRATIONS[@]}"; do
    rolling_compose up -d --no-deps --force-recreate "$job"
    container=$(container_of "$job")
    # Without the lock, which this shell would keep if the run is killed.
    [ "$(exec 9<&- && docker wait "$container")" = 0 ] || {
      show_log "$container" "$job"
      echo "$job did not complete successfully"
      return 1
    }
  done
}

# release_beside [SERVICE…]
release_beside() {
  [ $# = 0 ] || { rolling_compose up -d --no-deps "$@" && wait_until_healthy "$@"; }
}

# Prints the lines of project_containers for the application's containers other than the old one.
new_container() { project_containers | awk -v old="$OLD" '$1 == "app" && $2 != old'; }

# The registry, the database, the proxy and all services without a part in the release are not restarted if they
# are healthy.
start_what_stands_beside() {
  local beside=("${BESIDE[@]}" ${PROXY:+proxy})
  health_verdict "$AWAITED" "${beside[@]}"
  [ "$VERDICT" = healthy ] || {
    rolling_compose up -d --no-deps --no-recreate "${beside[@]}"
    wait_until_healthy "${beside[@]}"
  }
  release_beside "${BUILT_STANDING[@]}"
}

# The old container keeps all traffic until the switch.
hold_traffic() {
  [ -z "$PROXY" ] || {
    listen_to_proxy
    OLD_ADDRESS=$(address_of "$OLD")
    traffic hold "$OLD_ADDRESS"
  }
  awk -v old="$OLD" '$1 == "app" && $2 != old { print $2 }' <<<"$AWAITED" | xargs -r docker rm -f >/dev/null
}

start_rolling_stack() {
  rolling_compose up -d
  PROXY=$(container_of proxy)
  wait_until_healthy "${SERVICES[@]}" proxy
  wait_for_page
  database_lets_in "$APP_PUBLISHED"
}

start_beside_the_old() {
  local runs="" pushed=""
  rolling_compose up -d --no-deps --no-recreate --scale app=2 app
  await_health new_container app
  read -r _ NEW _ <<<"$AWAITED"
  { read -r _ runs && read -r pushed; } < <(ids "$NEW" "$REPOSITORY@$PUSHED") || :
  [[ -n $runs && $runs == "$pushed" ]] || {
    echo "the digests differ: pushed $PUSHED, the new container runs $(digest_of_image "$runs")"
    return 1
  }
  NEW_ADDRESS=$(address_of "$NEW")
  database_lets_in "$APP_LISTENS" "$NEW_ADDRESS"
}

take_over() {
  if [ -z "$PROXY" ]; then
    hand_over_port
  else
    traffic switch "$OLD_ADDRESS" "$NEW_ADDRESS"
  fi
  note "the new version has the traffic"
}

# Two containers can't publish one port. During this one change, requests wait or fail.
hand_over_port() {
  local started
  note "the proxy takes over the application's port: requests fail for a moment, this once only"
  rolling_compose up --no-start --no-deps proxy
  PROXY=$(container_of proxy)
  now_ms started
  record handover "$OLD"
  docker stop "$OLD" >/dev/null
  docker start "$PROXY" >/dev/null
  wait_for_page
  measure "$started"
  note "interrupted for $ELAPSED"
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

# The new version is committed. A failure from here on does not remove it.
retire_the_old() {
  [ -z "$OLD_ADDRESS" ] || traffic drain "$OLD_ADDRESS" $DRAIN_LIMIT_S ||
    note "requests are still open after $DRAIN_LIMIT_S s; the old version is stopped now"
  { docker stop "$OLD" && docker rm "$OLD"; } >/dev/null || {
    note "the old container ${OLD:0:12} could not be removed; the next run does it"
    LEFT=yes
  }
  [ -z "$OLD_ADDRESS" ] || traffic release "$OLD_ADDRESS" || :
}
