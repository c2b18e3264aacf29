# shellcheck shell=bash disable=SC2034,SC2153 # the parts of build.sh share their variables
# Down is done: bring the stack up, prove what runs, and give the serving version back if the new one fails.

AWAITED="" WELL_SINCE=0 SERVING="" SERVING_IMAGE="" DATABASE="" ROLLBACK="nothing served before, so there is nothing to go back to"

# Prints the proxy's container, if there is one; how the database is, unless it is healthy; and what goes back in
# place if the new version does not become healthy. That is what a healthy container runs. Should none be
# healthy, it is the release that was proven last, or else what any container of the application runs.
serving_version() {
  local containers container image="" digest=""
  containers=$(project_containers)
  awk '$1 == "proxy" { proxy = $2 } $1 == "db" && !/\(healthy\)/ { db = /\(health: starting\)/ ? "starting" : "unwell" }
    END { print proxy; print db }' <<<"$containers"
  container=$(awk '$1 == "app" && /\(healthy\)/ { print $2; exit }' <<<"$containers")
  [ -n "$container" ] || digest=$(proven_digest)
  if [ -n "$digest" ]; then
    image=$(id_of_digest "$digest")
  else
    [ -n "$container" ] || container=$(awk '$1 == "app" { print $2; exit }' <<<"$containers")
    [ -z "$container" ] || image=$(image_of "$container")
    # With another REGISTRY than before, what serves has no business under the new name.
    [ -z "$image" ] || is_of_repository "$image" || image=""
    [ -z "$image" ] || digest=$(digest_of_image "$image")
  fi
  printf '%s\n' "$digest" "$image"
}

proven_digest() { cat "$STATE/$PROJECT.release" 2>/dev/null || :; }

# Looked up while the image is built: neither changes what the other sees.
ask_for_serving_version() { exec 8< <(serving_version 9<&-); }

remember_serving_version() {
  read -r PROXY <&8 || :
  # A service of the user's own may have that name.
  [[ " ${SERVICES[*]} " != *" proxy "* ]] || PROXY=""
  read -r DATABASE <&8 || :
  read -r SERVING <&8 || :
  read -r SERVING_IMAGE <&8 || :
  exec 8<&-
}

start_services() {
  bring_up || {
    restore_serving_version
    return 1
  }
}

# The database needs longest until it is well, and nothing of the others: it starts first.
bring_up() {
  docker compose up -d registry db &&
    wait_for_registry &&
    docker pull "$IMAGE" &&
    docker compose up -d &&
    wait_until_healthy "${SERVICES[@]}" &&
    database_lets_in "$APP_PUBLISHED"
}

# database_lets_in PORT [ADDRESS]  the application's own page says whether the database takes its password.
database_lets_in() {
  local answer deadline=$((SECONDS + 10))
  [ -n "$1" ] || return 0
  while answer=$(http -m 5 -w '\n%{http_code}' "http://${2:-127.0.0.1}:$1/db") && [ "${answer##*$'\n'}" = 503 ]; do
    if [[ $answer == *refused* ]] || [ $SECONDS -ge $deadline ]; then
      echo "app did not become healthy: its page /db says ${answer%%$'\n'*}"
      return 1
    fi
    sleep 0.1
  done
}

wait_until_healthy() { await_health project_containers "$@"; }

# await_health LISTING SERVICE…  fails as soon as one of the services can't become healthy any more.
# LISTING is the command that prints the containers that count; AWAITED keeps what it printed last.
# The engine says when something has changed: to ask it again and again would take the processor from
# what starts.
await_health() {
  local listing=$1 deadline=$((SECONDS + HEALTH_LIMIT_S)) verdict="" changes watcher
  shift
  exec {changes}< <(exec docker events --filter "label=com.docker.compose.project=$PROJECT" \
    --filter event=health_status --filter event=start --filter event=die \
    --format change 2>/dev/null 3>&- 4>&- 9<&-)
  watcher=$!
  while [ -z "$verdict" ] && [ $SECONDS -lt $deadline ]; do
    WELL_SINCE=${EPOCHREALTIME/,/.}
    AWAITED=$($listing)
    verdict=$(health_verdict "$@" <<<"$AWAITED")
    # A change in the moment before the watch began is seen a second later.
    [ -n "$verdict" ] || read -r -t 1 -u "$changes" || :
  done
  kill "$watcher" 2>/dev/null || :
  exec {changes}<&-
  [ "$verdict" != healthy ] || return 0
  [ -n "$verdict" ] || verdict="not healthy after $HEALTH_LIMIT_S s:"$'\n'$AWAITED
  echo "$verdict"
  return 1
}

# health_verdict SERVICE…  reads what project_containers prints, and says "healthy" if all of them are, why
# one can't become it any more, or nothing while it is too early to tell. Without a health check a container
# is as well as one can know once it has run for 3 s; one that may end is well if it ended well.
health_verdict() {
  awk -v services="$*" -v once=" ${ONCE[*]} " '
    BEGIN { count = split(services, names, " "); for (i = 1; i <= count; i++) missing[names[i]] = wanted[names[i]] = 1 }
    !wanted[$1] { next }
    { service = $1; state = $3; missing[service] = 0; $1 = $2 = "" }
    /\(healthy\)/ || (/Exited \(0\)/ && index(once, " " service " ")) { next }
    state == "restarting" || state == "exited" || state == "dead" || /\(unhealthy\)/ {
      verdict = service " did not become healthy:" $0
    }
    state != "running" || /\(/ || /Up (Less|[012] )/ { waits = 1 }
    END {
      for (service in missing) waits += missing[service]
      if (verdict) print verdict; else if (!waits) print "healthy"
    }'
}

# still_well  nothing that the release has started has ended since all was well.
still_well() {
  local ended released=("${SERVICES[@]}")
  [ "$ROLLING" = no ] || released=(app "${ALIKE[@]}")
  ended=$(docker events --since "$WELL_SINCE" --until "${EPOCHREALTIME/,/.}" --filter event=die \
    --filter "label=com.docker.compose.project=$PROJECT" --filter label=com.docker.compose.oneoff=False \
    --format '{{index .Actor.Attributes "com.docker.compose.service"}} {{index .Actor.Attributes "exitCode"}}' |
    of_services "${SERVICES[@]}" | awk -v once=" ${ONCE[*]} " '!($2 == 0 && index(once, " " $1 " ")) && !found++ { print $1 }')
  if [ -n "$ended" ] || [ "$(health_verdict "${released[@]}" <<<"$AWAITED")" != healthy ]; then
    echo "${ended:-app} did not become healthy: exited right after it was well"
    return 1
  fi
  of_services "${SERVICES[@]}" <<<"$AWAITED" | awk '$3 == "running" && !/\(/ { print $1 }' | sort -u |
    sed 's/^/    could not be proven healthy, as it has no health check: /'
}

# All services come back as they were proven last, the image too, and the registry's tag with them.
restore_serving_version() {
  local service proven back=()
  tell_of_failed || :
  if [ -n "$SERVING$SERVING_IMAGE" ]; then
    ROLLBACK="the version before could not be put back"
    note "going back to ${SERVING:-$SERVING_IMAGE}"
    # It may be the registry that failed; its tag can go back once it is as it was.
    registry_answers || { proven_compose up -d registry && wait_for_registry; } || :
    name_what_serves || return 0
  else
    # What was proven may have another name: it was deployed with another REGISTRY.
    [ -f "$PROVEN" ] || return 0
    ROLLBACK="the version before could not be put back"
  fi
  # It may hang; nobody is served by it, so nobody waits for it to stop.
  remove_services app "${ALIKE[@]}"
  proven=$(proven_compose config --services) || return 0
  if database_is_made; then
    note "db goes on with its first start, which nothing may stop"
    mapfile -t back < <(grep -vx db <<<"$proven")
  fi
  proven_compose up -d ${back:+--no-deps} "${back[@]}" || return 0
  for service in "${SERVICES[@]}"; do
    grep -qxF "$service" <<<"$proven" || remove_services "$service"
  done
  wait_until_healthy app || return 0
  ROLLBACK="the version before serves again (${SERVING:-${SERVING_IMAGE:-the one that was proven last}})"
  remove_replaced_images
}

# remove_services SERVICE…  their containers; jobs of docker compose run stay.
remove_services() {
  local container
  while read -r _ container _; do
    docker rm -f "$container" >/dev/null || :
  done < <(project_containers | of_services "$@")
}

# What was proven last, in whichever mode; before the first proof, what is deployed now.
proven_compose() {
  local files=(-f "$PROVEN")
  [ -f "$PROVEN" ] || files=(-f "$STACK_FILE")
  [ -z "$PROXY" ] || files+=(-f compose.rolling.yml)
  APP_PORT=$APP_PUBLISHED docker compose "${files[@]}" -p "$PROJECT" --project-directory . "$@"
}

# The moving tag names what serves again, in the registry and on this machine. Fails if this machine does
# not have it and the registry can't give it. A registry that does not hold what serves goes back to what
# was proven last.
name_what_serves() {
  local digest moved_to=""
  for digest in $SERVING $(proven_digest); do
    [ -n "$(held_digest "$digest")" ] || continue
    ! point_tag "$TAG" "$digest" || moved_to=$digest
    break
  done
  [[ -n $moved_to && $moved_to == "$SERVING" ]] || note "the registry's $TAG was not moved to it"
  if docker image inspect "${SERVING_IMAGE:-none}" >/dev/null 2>&1; then
    docker tag "$SERVING_IMAGE" "$IMAGE"
  else
    [ -n "$moved_to" ] && docker pull -q "$IMAGE" && note_image "$(id_of_digest "$moved_to")"
  fi
}

# The logs of what is not well, as the release left it; a log is evidence of its container only.
tell_of_failed() {
  local service container
  docker events --since $((RUN_STARTED / 1000)) --until "${EPOCHREALTIME/,/.}" --filter event=oom --filter "label=com.docker.compose.project=$PROJECT" \
    --format '{{index .Actor.Attributes "com.docker.compose.service"}} was killed: out of memory' | sort -u
  while read -r service container; do
    show_log "$container" "$service"
  done < <(project_containers | awk '
    /\(unhealthy\)/ || ($3 ~ /^(restarting|exited|dead)$/ && !/Exited \(0\)/) || ($1 == "app" && !/\(healthy\)/) { print $1, $2 }')
}

# show_log CONTAINER SERVICE
show_log() {
  echo "the last lines of $2's log:"
  docker logs --tail 15 "$1" 2>&1 | sed 's/^/  | /' || :
}

# What runs is what was pushed, and all is well to the last moment; if not, the version before comes back.
prove() {
  { prove_digests && still_well; } || {
    restore_serving_version
    return 1
  }
  remember "$(proven_stack)" "$PROVEN"
  remember "$PUSHED" "$STATE/$PROJECT.release"
  rm -f "$STATE/$PROJECT.failure"
}

# proven_stack  prints what the next failure goes back to. A rolling release leaves what stands beside it as it
# is, so that its new configuration is not proven.
proven_stack() {
  [ "$ROLLING" = yes ] && [ -n "$OLD" ] && jq -s --arg released " app ${ALIKE[*]} ${MIGRATIONS[*]} ${BUILT_BESIDE[*]} " '
    .[0].services as $before | .[1] | .services |= with_entries(
      .key as $name | if ($released | contains(" \($name) ")) then . else .value = ($before[$name] // .value) end)' \
    "$PROVEN" - <<<"$STACK" 2>/dev/null || printf '%s' "$STACK"
}

# One image was built and pushed; the registry holds it, and each service with the application's image runs
# it. All are asked at the same time.
prove_digests() {
  local held runs pushed_image removal service container differs="" seen=""
  remove_replaced_images &
  removal=$!
  exec 8< <(held_digest "$TAG") 7< <(id_of_digest "$PUSHED")
  pushed_image=$(cat <&7) held=$(cat <&8)
  exec 8<&- 7<&-
  note "pushed         $PUSHED"
  note "registry holds $held"
  while read -r service container _; do
    runs=$(image_of "$container")
    if [ "$runs" = "$pushed_image" ]; then runs=$PUSHED; else runs=$(digest_of_image "$runs"); fi
    note "$(printf '%-14s' "$service runs") $runs"
    [ "$PUSHED" = "$runs" ] || differs=yes
    [ "$service" != app ] || seen=yes
  done < <(of_services app "${ALIKE[@]}" <<<"$AWAITED")
  wait $removal
  [ "${BUILT:-$pushed_image}" = "$pushed_image" ] || {
    echo "the digests differ: built $BUILT, pushed $pushed_image"
    return 1
  }
  if [ -z "$seen" ] || [ -z "$PUSHED" ] || [ "$PUSHED" != "$held" ] || [ -n "$differs" ]; then
    echo "the digests differ"
    return 1
  fi
}

# A proxy of the user's own that has looked app up once does not find the new container.
tell_who_may_ask_the_old_address() {
  local network name
  [ -n "$SERVING_IMAGE" ] || return 0
  for network in "${APP_NETWORKS[@]}"; do
    while read -r name; do
      note "$name is on $network and may still ask app's old address: docker restart $name"
    done < <(containers "!mine && state == \"running\" && index(\",\" networks \",\", \",$network,\")" name)
  done
  [ "$ROLLING" = yes ] || return 0
  for name in "${FRONTS[@]}"; do
    note "$name is on a network of app and may still ask its old address: docker compose restart $name"
  done
}

# remember TEXT FILE  replaces the file as a whole, so that a killed run leaves the old or the new.
remember() {
  (umask 077 && printf '%s\n' "$1" >"$2.new")
  mv "$2.new" "$2"
}

# note_image ID  keeps the id of an image that a run has built, so that it is known without a name.
note_image() { grep -qxF "$REPOSITORY $1" "$BUILT_IMAGES" 2>/dev/null || printf '%s %s\n' "$REPOSITORY" "$1" >>"$BUILT_IMAGES"; }

# Removes the images of runs before that have lost their name. Docker refuses to remove one that a
# container uses.
remove_replaced_images() {
  local repository image names reason kept=""
  [ -f "$BUILT_IMAGES" ] || return 0
  while read -r repository image; do
    names=$(docker image inspect -f '{{len .RepoTags}}' "$image" 2>/dev/null) || continue
    if [ "$names" = 0 ]; then
      reason=$(docker image rm "$image" 2>&1 >/dev/null) && continue
      note "image ${image:7:12} stays: ${reason##*: }"
    fi
    kept+="$repository $image"$'\n'
  done <"$BUILT_IMAGES"
  printf '%s' "$kept" >"$BUILT_IMAGES"
}
