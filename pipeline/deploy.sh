# shellcheck shell=bash disable=SC2034,SC2153 # the parts of build.sh share their variables
# Down is done: bring the stack up, prove what runs, and give the serving version back if the new one fails.

HEALTH_LIMIT_S=120
SERVING="" ROLLBACK="nothing served before, so there is nothing to go back to"

# What goes back in place if the new version does not become healthy: the digest that a healthy
# container runs now or, should nothing run, the last one that was proven.
remember_serving_version() {
  local container
  container=$(project_containers | awk '$1 == "app" && /\(healthy\)/ { print $2; exit }')
  [ -z "$container" ] || SERVING=$(digest_of "$container")
  [ -n "$SERVING" ] || SERVING=$(cat "$STATE/$PROJECT.release" 2>/dev/null || :)
}

start_services() {
  docker compose up -d registry db
  wait_for_registry
  docker pull "$IMAGE"
  docker compose up -d
  wait_until_healthy registry db app || {
    app_is_healthy || restore_serving_version
    return 1
  }
}

# wait_until_healthy SERVICE…  fails as soon as one of them can't become healthy any more.
wait_until_healthy() {
  local deadline=$((SECONDS + HEALTH_LIMIT_S)) states service
  while [ $SECONDS -lt $deadline ]; do
    states=$(project_containers)
    for service in "$@"; do
      if grep -E "^$service [^ ]+ running " <<<"$states" | grep -qv '(health'; then
        echo "$service did not become healthy: it has no health check"
        return 1
      fi
      if grep -qE "^$service [^ ]+ (restarting|exited|dead) |^$service .*\(unhealthy\)" <<<"$states"; then
        printf '%s did not become healthy: %s\n' "$service" "$(awk -v s="$service" '$1 == s { $1 = $2 = ""; print $0; exit }' <<<"$states")"
        return 1
      fi
    done
    [ "$(grep -cE "^($(
      IFS='|'
      echo "$*"
    )) .*\(healthy\)" <<<"$states")" -lt $# ] || return 0
    sleep 0.1
  done
  printf 'not healthy after %s s:\n%s\n' $HEALTH_LIMIT_S "$states"
  return 1
}

app_is_healthy() { project_containers | grep -q '^app .*(healthy)'; }

# The digest and the configuration that were proven last come back, and the registry's tag with them.
restore_serving_version() {
  local failed
  failed=$(container_of app)
  echo "the last lines of the new version's log:"
  docker logs --tail 15 "$failed" 2>&1 | sed 's/^/  | /'
  if [ -z "$SERVING" ] || [ -z "$(held_digest "$SERVING")" ]; then
    return 0
  fi
  ROLLBACK="the version before ($SERVING) could not be put back"
  note "going back to $SERVING"
  point_tag "$TAG" "$SERVING"
  docker pull -q "$IMAGE"
  # It may hang; nobody is served by it, so nobody waits for it to stop.
  docker rm -f "$failed" >/dev/null
  docker compose -f "$(proven_configuration)" -p "$PROJECT" --project-directory . up -d --no-deps app
  wait_until_healthy app || return 0
  ROLLBACK="the version before serves again, and is $TAG in the registry: $SERVING"
  remove_replaced_images
}

proven_configuration() {
  if [ -f "$STATE/$PROJECT.proven.yml" ]; then echo "$STATE/$PROJECT.proven.yml"; else echo compose.yml; fi
}

# What was pushed is what the registry holds is what runs.
prove_digests() {
  local held runs
  held=$(held_digest "$TAG")
  runs=$(digest_of "$(container_of app)")
  note "pushed         $PUSHED"
  note "registry holds $held"
  note "app runs       $runs"
  if [ -z "$PUSHED" ] || [ "$PUSHED" != "$held" ] || [ "$PUSHED" != "$runs" ]; then
    echo "the digests differ"
    return 1
  fi
  remember "$STACK" "$STATE/$PROJECT.proven.yml"
  remember "$PUSHED" "$STATE/$PROJECT.release"
}

# remember TEXT FILE  replaces the file as a whole, so that a killed run leaves the old or the new.
remember() {
  (umask 077 && printf '%s\n' "$1" >"$2.new")
  mv "$2.new" "$2"
}

# Untagged images of our repository that no container uses; Docker refuses to remove any other.
remove_replaced_images() {
  docker images -q --no-trunc --filter dangling=true "$REPOSITORY" | sort -u |
    while read -r image; do
      docker image rm "$image" >/dev/null 2>&1 || note "image ${image:7:12} stays: a container uses it"
    done
}
