# A rolling release: the new version starts beside the old one, and gets the traffic when it is
# healthy and its digest is the one pushed; then the old one drains and goes.

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
  # Other services with the application's image: one version of it runs, in all of them.
  release_beside "${ALIKE[@]}"
  take_over
  WELL_SINCE=${EPOCHREALTIME/,/.}
  AWAITED=$(project_containers | awk -v old="$OLD" '$2 != old')
}

# serving_container  prints, of what project_containers has printed, the one that runs what was proven; of two, one that
# is well.
serving_container() {
  local container
  while read -r _ container; do
    if runs_what_was_proven "$container"; then
      echo "$container"
      return
    fi
  done < <(awk '$1 == "app" && $3 ~ /running|paused/ { print /\(healthy\)/ ? 1 : 2, $2 }' | sort)
}

# What others wait for runs first, with the new image; what serves goes on meanwhile.
run_migrations() {
  local job container
  for job in "${MIGRATIONS[@]}"; do
    rolling_compose up -d --no-deps --force-recreate "$job"
    container=$(container_of "$job")
    [ "$(docker wait "$container" 9<&-)" = 0 ] || {
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

# What project_containers prints of the application's containers beside the old one.
new_container() { project_containers | awk -v old="$OLD" '$1 == "app" && $2 != old'; }

# The registry, the database and the proxy, if there is one, stay as they are if they are well, and so does all
# else that has no part in the release.
start_what_stands_beside() {
  local beside=("${BESIDE[@]}" ${PROXY:+proxy})
  health_verdict "$AWAITED" "${beside[@]}"
  [ "$VERDICT" = healthy ] || {
    rolling_compose up -d --no-deps --no-recreate "${beside[@]}"
    wait_until_healthy "${beside[@]}"
  }
  release_beside "${BUILT_STANDING[@]}"
}

# Only the old one has the traffic, until it is switched.
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

# The port can't be in two hands: this once, and only this once, requests wait or fail.
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

# The new version counts by now: from here on nothing is a reason to remove it.
retire_the_old() {
  [ -z "$OLD_ADDRESS" ] || traffic drain "$OLD_ADDRESS" $DRAIN_LIMIT_S ||
    note "requests are still open after $DRAIN_LIMIT_S s; the old version is stopped now"
  { docker stop "$OLD" && docker rm "$OLD"; } >/dev/null || {
    note "the old container ${OLD:0:12} could not be removed; the next run does it"
    LEFT=yes
  }
  [ -z "$OLD_ADDRESS" ] || traffic release "$OLD_ADDRESS" || :
}
