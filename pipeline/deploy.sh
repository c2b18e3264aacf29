# After down: starts the stack, waits until it is healthy, and proves which image runs.

AWAITED="" VERDICT="" WELL_SINCE=0 RUNNING=""

# A program that dies of its first requests does so within this time after its health check.
WELL_FOR_MS=500
ANSWER_LIMIT_S=5

# The database takes the longest to start and needs no other service, so it starts first.
start_services() {
  stack_compose up -d registry db
  wait_for_registry
  docker pull "$IMAGE"
  stack_compose up -d
  wait_until_healthy "${SERVICES[@]}"
  database_lets_in "$APP_PUBLISHED"
}

# database_lets_in PORT [ADDRESS]  fails if the application's page /db says that the database refuses its login.
database_lets_in() {
  local answer deadline=$((SECONDS + 10))
  [ -n "$1" ] || return 0
  while
    # This machine can't reach the addresses of a rootless engine's containers.
    answer=$(http -m 5 -w '\n%{http_code}' "http://${2:-127.0.0.1}:$1/db") || [ -z "${2:-}" ] || return 0
    [[ ${answer##*$'\n'} =~ ^(503|000|)$ ]]
  do
    if [[ $answer == *refused* ]] || [ $SECONDS -ge $deadline ]; then
      answer=${answer%%$'\n'*}
      [ -z "$answer" ] || answer="says $answer"
      echo "app did not become healthy: its page /db ${answer:-does not answer}"
      return 1
    fi
    sleep 0.1
  done
}

wait_until_healthy() { await_health project_containers "$@"; }

# await_health LISTING SERVICE…  waits until all services are healthy. It fails once one can't become healthy.
# LISTING is a command that prints the containers to look at. AWAITED keeps its last output.
# It waits for events of the engine: polling would take processor time from the services that start.
await_health() {
  local listing=$1 deadline=$((SECONDS + HEALTH_LIMIT_S)) pause=1 changes watcher
  shift
  VERDICT=""
  exec {changes}< <(exec docker events --filter "label=com.docker.compose.project=$PROJECT" \
    --filter event=health_status --filter event=start --filter event=die \
    --format change 2>/dev/null 3>&- 4>&- 9<&-)
  watcher=$!
  while [ -z "$VERDICT" ] && [ $SECONDS -lt $deadline ]; do
    WELL_SINCE=${EPOCHREALTIME/,/.}
    AWAITED=$($listing)
    health_verdict "$AWAITED" "$@"
    # The wait is short at first, for a change just before the watch began.
    [ -n "$VERDICT" ] || read -r -t $pause -u "$changes" || {
      # An end of the watch is no timeout.
      [ $? -gt 128 ] || sleep $pause
      pause=3
    }
  done
  kill "$watcher" 2>/dev/null || :
  exec {changes}<&-
  [ "$VERDICT" != healthy ] || return 0
  echo "${VERDICT:-"not healthy after $HEALTH_LIMIT_S s:"$'\n'$AWAITED}"
  return 1
}

# health_verdict LISTING SERVICE…  judges an output of project_containers. VERDICT becomes "healthy" if all of them are,
# a reason if one can't become healthy, or empty while it is too early to tell. A container without a health check
# counts as healthy after 3 s. A service that may end counts as healthy if it ended with 0.
health_verdict() {
  local service state status waits="" services=" ${*:2} " missing=" ${*:2} "
  VERDICT=""
  while read -r service _ state status; do
    [[ $services == *" $service "* ]] || continue
    missing=${missing// $service / }
    if [[ $status == *"(healthy)"* || ($status == *"Exited (0)"* && " ${ONCE[*]} " == *" $service "*) ]]; then continue; fi
    [[ $state != @(restarting|exited|dead) && $status != *"(unhealthy)"* ]] || VERDICT="$service did not become healthy: $state $status"
    [[ $state == running && $status != *"("* && ! $status =~ Up\ (Less|[012]\ second) ]] || waits=yes
  done <<<"$1"
  [ -n "$VERDICT$waits${missing// /}" ] || VERDICT=healthy
}

# Compares the digests, looks once more for containers that have ended, and then commits the release.
prove() {
  prove_digests
  still_well
  commit
}

# Fails unless the built, the pushed, the held and the running image are the same, in every service with that image.
prove_digests() {
  local held runs service container image differs="" released=()
  local -A images=()
  held=$(held_digest "$TAG")
  while read -r service container _; do
    [[ " app ${ALIKE[*]} " != *" $service "* ]] || released+=("$service $container")
  done <<<"$AWAITED"
  while read -r container image; do
    if [ -n "$image" ]; then images[$container]=$image; else PUSHED_IMAGE=$container; fi
  done < <(ids "$REPOSITORY@$PUSHED" "${released[@]#* }")
  [ -n "$PUSHED_IMAGE" ] || PUSHED_IMAGE=$(id_of_digest "$PUSHED")
  note "pushed         $PUSHED"
  note "registry holds $held"
  for service in "${released[@]}"; do
    container=${service#* } service=${service% *}
    runs=${images[$container]:-}
    if [ "$runs" = "$PUSHED_IMAGE" ]; then runs=$PUSHED; else runs=$(digest_of_image "$runs"); fi
    printf '    %-14s %s\n' "$service runs" "$runs"
    [ "$PUSHED" = "$runs" ] || differs=yes
    [ "$service" != app ] || RUNNING=$container
  done
  [ "${BUILT:-$PUSHED_IMAGE}" = "$PUSHED_IMAGE" ] || {
    echo "the digests differ: built $BUILT, pushed $PUSHED_IMAGE"
    return 1
  }
  if [ -z "$RUNNING" ] || [ -z "$PUSHED" ] || [ -z "$PUSHED_IMAGE" ] || [ "$PUSHED" != "$held" ] || [ -n "$differs" ]; then
    echo "the digests differ"
    return 1
  fi
}

# Fails if a container of the release ends, or is started again, within WELL_FOR_MS after all were healthy.
still_well() {
  local now left looked=() released=("${SERVICES[@]}") unproven=" "
  local service container state status
  [ -z "$OLD" ] || released=(app "${ALIKE[@]}")
  now_ms now
  left=$((${WELL_SINCE/./} / 1000 + WELL_FOR_MS - now))
  [ $left -le 0 ] || sleep "$(printf '0.%03d' $left)"
  while read -r service container _; do
    [[ " ${SERVICES[*]} " != *" $service "* ]] || looked+=("$container")
  done <<<"$AWAITED"
  still_answers "${looked[@]}"
  health_verdict "$AWAITED" "${released[@]}"
  if [ "$VERDICT" != healthy ]; then
    echo "app did not become healthy: exited right after it was well"
    return 1
  fi
  while read -r service _ state status; do
    [[ " ${SERVICES[*]} " == *" $service "* && $state == running && $status != *"("* && $unproven != *" $service "* ]] || continue
    unproven+="$service "
    note "could not be proven healthy, as it has no health check: $service"
  done <<<"$AWAITED"
}

# still_answers CONTAINER…  waits until the application answers. What has just ended counts as running until the engine
# has noticed, so that a request that fails is a reason to look again, and none to give up a container that runs.
still_answers() {
  local ended deadline=$((SECONDS + ANSWER_LIMIT_S))
  while :; do
    ended=$(ended_again "$@")
    [ -z "$ended" ] || {
      echo "$ended did not become healthy: exited right after it was well"
      return 1
    }
    if [ -z "$APP_PUBLISHED" ] || http -m 2 -o /dev/null "http://127.0.0.1:$APP_PUBLISHED/health"; then return; fi
    [ $SECONDS -lt $deadline ] || {
      echo "app did not become healthy: its page /health did not answer within $ANSWER_LIMIT_S s"
      return 1
    }
    sleep 0.05
  done
}

# ended_again CONTAINER…  prints the first service whose container has ended, or was started again, since all were well.
# The containers themselves tell: the engine forgets events within seconds if many health checks run.
ended_again() {
  local service started state code since
  since=$(date -u -d "@$WELL_SINCE" +%FT%T.%N)
  while read -r service started state code; do
    [[ $state == running && ! $started > $since ]] || [[ $state == exited && $code == 0 && " ${ONCE[*]} " == *" $service "* ]] || {
      echo "$service"
      return
    }
  done < <(docker inspect -f '{{index .Config.Labels "com.docker.compose.service"}} {{.State.StartedAt}} {{.State.Status}} {{.State.ExitCode}}' \
    "$@" || echo "app - removed")
}

# Shows the logs of unhealthy containers before the rollback. A log is evidence about its own container only.
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

# A proxy of the user that resolves the name app only once does not find the new container.
tell_who_may_ask_the_old_address() {
  local network name
  [ -n "$SERVING_IMAGE" ] || return 0
  for network in "${APP_NETWORKS[@]}"; do
    containers name mine= state=running "networks=*,$network,*"
    for name in "${FOUND[@]}"; do
      note "$name is on $network and may still ask app's old address: docker restart $name"
    done
  done
  [ "$ROLLING" = yes ] || return 0
  for name in "${FRONTS[@]}"; do
    note "$name is on a network of app and may still ask its old address: docker compose restart $name"
  done
}
