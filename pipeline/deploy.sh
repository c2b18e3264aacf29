# shellcheck shell=bash disable=SC2034,SC2153 # the parts of build.sh share their variables
# Down is done: bring the stack up, prove what runs, and give the serving version back if the new one fails.

HEALTH_LIMIT_S=120
AWAITED="" SERVING="" SERVING_IMAGE="" DATABASE="" ROLLBACK="nothing served before, so there is nothing to go back to"

# Prints the proxy's container, if there is one; "starting", if the database is; and what goes back in
# place if the new version does not become healthy. That is what a healthy container runs. Should none be
# healthy, it is the release that was proven last, or else what any container of the application runs.
serving_version() {
  local containers container image="" digest=""
  containers=$(project_containers)
  awk '$1 == "proxy" { proxy = $2 } $1 == "db" && /\(health: starting\)/ { db = "starting" }
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
  read -r DATABASE <&8 || :
  read -r SERVING <&8 || :
  read -r SERVING_IMAGE <&8 || :
  exec 8<&-
}

start_services() {
  if ! bring_up; then
    app_is_healthy || restore_serving_version
    return 1
  fi
}

# The database needs longest until it is well, and nothing of the others: it starts first.
bring_up() {
  docker compose up -d registry db &&
    wait_for_registry &&
    docker pull "$IMAGE" &&
    docker compose up -d &&
    wait_until_healthy registry db app
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

# health_verdict SERVICE…  reads what project_containers prints, and says "healthy" if all of them
# are, why one can't become it any more, or nothing while it is too early to tell.
health_verdict() {
  awk -v services="$*" '
    BEGIN { wanted = split(services, names, " "); for (i in names) is_wanted[names[i]] = 1 }
    !is_wanted[$1] { next }
    /\(healthy\)/ { healthy++; next }
    { service = $1; state = $3; $1 = $2 = "" }
    state == "restarting" || state == "exited" || state == "dead" || /\(unhealthy\)/ {
      verdict = service " did not become healthy:" $0
    }
    state == "running" && !/\(/ { verdict = service " did not become healthy: it has no health check" }
    END { if (verdict) print verdict; else if (healthy == wanted) print "healthy" }'
}

app_is_healthy() { project_containers | has '^app .*\\(healthy\\)'; }

# The image and the configuration that were proven last come back, and the registry's tag with them.
restore_serving_version() {
  local failed
  failed=$(container_of app)
  if [ -n "$failed" ]; then
    show_log "$failed"
  fi
  if [ -n "$SERVING$SERVING_IMAGE" ]; then
    ROLLBACK="the version before could not be put back"
    note "going back to ${SERVING:-$SERVING_IMAGE}"
    name_what_serves || return 0
  else
    # What was proven may have another name: it was deployed with another REGISTRY.
    [ -f "$STATE/$PROJECT.proven.yml" ] || return 0
    ROLLBACK="the version before could not be put back"
  fi
  # It may hang; nobody is served by it, so nobody waits for it to stop.
  [ -z "$failed" ] || docker rm -f "$failed" >/dev/null
  docker compose -f "$(proven_configuration)" -p "$PROJECT" --project-directory . up -d --no-deps app
  wait_until_healthy app || return 0
  ROLLBACK="the version before serves again (${SERVING:-${SERVING_IMAGE:-the one that was proven last}})"
  remove_replaced_images
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

show_log() {
  echo "the last lines of the new version's log:"
  docker logs --tail 15 "$1" 2>&1 | sed 's/^/  | /'
}

proven_configuration() {
  if [ -f "$STATE/$PROJECT.proven.yml" ]; then echo "$STATE/$PROJECT.proven.yml"; else echo compose.yml; fi
}

# One image was built and pushed; the registry holds it, and it runs. All are asked at the same time.
prove_digests() {
  local held runs pushed_image removal
  remove_replaced_images &
  removal=$!
  exec 8< <(held_digest "$TAG") 7< <(id_of_digest "$PUSHED")
  runs=$(image_of "$(awk '$1 == "app" { print $2; exit }' <<<"$AWAITED")")
  pushed_image=$(cat <&7) held=$(cat <&8)
  exec 8<&- 7<&-
  if [ "$runs" = "$pushed_image" ]; then runs=$PUSHED; else runs=$(digest_of_image "$runs"); fi
  note "pushed         $PUSHED"
  note "registry holds $held"
  note "app runs       $runs"
  [ "${BUILT:-$pushed_image}" = "$pushed_image" ] || {
    echo "the digests differ: built $BUILT, pushed $pushed_image"
    return 1
  }
  if [ -z "$PUSHED" ] || [ "$PUSHED" != "$held" ] || [ "$PUSHED" != "$runs" ]; then
    echo "the digests differ"
    return 1
  fi
  wait $removal
  remember "$STACK" "$STATE/$PROJECT.proven.yml"
  remember "$PUSHED" "$STATE/$PROJECT.release"
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
