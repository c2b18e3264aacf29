# The release and its record. What is about to be done is written down first: whatever ends a run, that run or the
# next one leads back to what was proven last. From its commit on, a release is that.

STATES=/var/lib/ecluse/projects STATE="" RUN_LOG="" BUILT_IMAGES="" PROVEN="" STACK_FILE=""
# What a run that has not come to its end was about to do; the container that serves while a release rolls.
UNDERWAY="" OLD=""
# What was proven last, or else serves: its digest in the registry, its image here and that one's name, its container and networks,
# whether a proxy has its port.
SERVING="" SERVING_IMAGE="" SERVING_NAME="" SERVING_PORT="" SERVING_ROLLS="" SERVING_CONTAINER="" SERVING_NETWORKS=()
ROLLBACK="nothing was changed" GOING_BACK="" BEHIND=""

# use_state  one place for each project, whatever checkout a run comes from, for root and the group that may use the
# engine. Who is in that group and is not root may let the engine make it.
use_state() {
  STATE=${ECLUSE_STATE:-$STATES}/$PROJECT
  umask 007
  [ -w "$STATE" ] || make_state
  RUN_LOG=$STATE/log BUILT_IMAGES=$STATE/images PROVEN=$STATE/proven.json STACK_FILE=$STATE/stack.json
}

make_state() {
  local image group
  group=$(stat -c %g "$SOCKET" 2>/dev/null) || group=0
  { (umask 022 && mkdir -p "$STATE") && chgrp "$group" "$STATE" && chmod 2770 "$STATE"; } 2>/dev/null || :
  for image in "${IMAGES[@]}"; do
    [ ! -w "$STATE" ] || return 0
    docker run --rm --network none --user 0 --volume "$STATE:/state" --entrypoint sh "$image" \
      -c "chgrp $group /state && chmod 2770 /state" >/dev/null 2>&1 || :
  done
  [ -w "$STATE" ] || refuse 2 "$STATE, the folder of the release record, is not writable" "sudo install -d -m 2770 -g $group $STATE"
}

# One run at a time on one project. The system lets go of the lock when the last process that holds it ends, so
# a killed run locks nobody out.
lock_project() {
  exec 9<"$STATE"
  flock -n 9 || {
    note "another run on project $PROJECT is still going on; waiting for it (10 minutes at most)"
    flock -w 600 9 || refuse 4 "another run on project $PROJECT did not end within 10 minutes" "fuser -v $STATE   # shows its process"
    ask_for_containers
    read_containers
  }
  read_record
}

# write FILE COMMAND…  replaces it by what the command prints, as a whole: whatever ends a run, the command or the
# machine leaves the old or the new.
write() { "${@:2}" >"$1.new" && sync "$1.new" && mv "$1.new" "$1"; }

# record STEP [CONTAINER]  the last line counts, and an empty file is the end: whatever ends a run leaves whole lines.
record() {
  # What could not be undone yet remains to be.
  [[ $1 != name || -z $UNDERWAY || $UNDERWAY = name ]] || return 0
  local before=$UNDERWAY
  UNDERWAY=$*
  echo "$UNDERWAY" >>"$STATE/underway"
  # Should the machine crash, the way back from the step before does as well as from these.
  [ "$1" = clean ] || [ "$before" = down ] || sync "$STATE/underway"
}

record_end() {
  : >"$STATE/underway"
  UNDERWAY=""
}

read_record() {
  local settings steps=()
  [ ! -s "$STATE/underway" ] || mapfile -t steps <"$STATE/underway"
  UNDERWAY=""
  [ ${#steps[@]} = 0 ] || UNDERWAY=${steps[-1]}
  [[ $UNDERWAY != *" "* ]] || OLD=${UNDERWAY#* }
  # A project that is no more may have left its record to one of the same name elsewhere.
  containers id ours=yes
  [ -n "$UNDERWAY" ] || [ ${#FOUND[@]} != 0 ] || [ "$(jq -r '."x-release".folder' "$PROVEN" 2>/dev/null)" = "$PWD" ] || return 0
  [ -s "$PROVEN" ] || return 0
  settings=$(jq -r '(."x-release" // empty) as $release | .services.app.ports[0].published as $port | @sh "
    SERVING=\($release.digest) SERVING_IMAGE=\($release.image) SERVING_NAME=\($release.name) SERVING_PORT=\($port // "") SERVING_ROLLS=\($release.proxy)
    SERVING_CONTAINER=\($release.container // "") SERVING_NETWORKS=(\($release.networks // []))"' "$PROVEN") ||
    refuse 3 "the record of the last proven release is unreadable" "jq . $PROVEN   # if the file is damaged, remove it: the running version then counts as proven if it is healthy"
  eval "$settings"
}

# recover  what a run before has left is undone or finished before anything else.
recover() {
  find_proxy
  [ -n "$UNDERWAY" ] || return 0
  note "an earlier run was interrupted (${UNDERWAY%% *})"
  if go_back; then note "$ROLLBACK"; else note "its changes could not be undone: $ROLLBACK"; fi
  ask_for_containers
  read_containers
  find_proxy
}

# find_proxy  a service of the user's own may have that name.
find_proxy() {
  PROXY=""
  containers id ours=yes service=proxy
  [[ " ${SERVICES[*]} " == *" proxy "* ]] || PROXY=${FOUND[0]:-}
}

# find_what_serves  a healthy container is what serves, whoever started it; else what was proven last does.
find_what_serves() {
  local container image=""
  containers id ours=yes service=app 'status=*\(healthy\)*'
  [ -n "${FOUND[*]}$SERVING_IMAGE" ] || containers id ours=yes service=app 'status=!(*unhealthy*|*Restarting*)'
  container=${FOUND[0]:-}
  if [ -n "$container" ] && [ "$container" = "$SERVING_CONTAINER" ]; then image=$SERVING_IMAGE; elif [ -n "$container" ]; then image=$(image_of "$container"); fi
  # With another REGISTRY than before, what serves has no business under the new name.
  # Nor has what a run has left that could not be undone.
  if [ -n "$image" ] && [[ ! $UNDERWAY =~ ^(deploy|down|handover|clean) ]] && [ "$image${PROXY:+ proxy}" != "$SERVING_IMAGE${SERVING_ROLLS:+ proxy}" ] && is_of_repository "$image"; then
    keep_as_proven "$(digest_of_image "$image")" "$image" "$container" "$(if [ -n "$SERVING_NAME" ]; then cat "$PROVEN"; else printf '%s' "$STACK"; fi)"
    read_record
  fi
  OLD=""
  ROLLBACK="no version served before, so there is none to go back to"
  [ -z "$container" ] || ROLLBACK="the previous version still serves"
}

# keep_as_proven DIGEST IMAGE CONTAINER STACK
keep_as_proven() {
  # shellcheck disable=SC2016 # the names are jq's
  write "$PROVEN" jq -e --arg digest "$1" --arg image "$2" --arg container "$3" --arg name "$IMAGE" --arg proxy "$PROXY" --arg folder "$PWD" \
    'del(.services[].profiles) | ."x-release" = {$digest, $image, $container, $name, $proxy, $folder, networks: $ARGS.positional}' --args "${NETWORKS[@]}" <<<"$4"
}

# commit  from here on the new version counts, and what is left to clean is no reason to go back.
commit() {
  local stack
  stack=$STACK
  [ -z "$OLD" ] || stack=$(proven_stack)
  # No signal comes between the record and what this run knows of it.
  trap '' HUP INT PIPE TERM
  keep_as_proven "$PUSHED" "$PUSHED_IMAGE" "$RUNNING" "$stack"
  COMMITTED=yes
  record clean "$NEW" || :
  [ ! -e "$STATE/failure" ] || rm -f "$STATE/failure"
  trap_signals
}

# proven_stack  prints what the next failure goes back to. A rolling release leaves what stands beside it as it
# is, so that its new configuration is not proven.
proven_stack() {
  jq -s --arg released " app ${ALIKE[*]} ${MIGRATIONS[*]} ${BUILT_BESIDE[*]} " '
    .[0].services as $before | .[1] | .services |= with_entries(
      .key as $name | if ($released | contains(" \($name) ")) then . else .value = ($before[$name] // .value) end)' \
    "$PROVEN" - <<<"$STACK" 2>/dev/null || printf '%s' "$STACK"
}

# go_back  leads to what was proven last, from wherever a run has ended.
go_back() {
  docker network ls -q --filter "name=^$PROJECT-trial-[0-9]+-[0-9]+\$" | xargs -r docker network rm >/dev/null
  case $UNDERWAY in
    garbage)
      docker rm -f "$PROJECT-collecting" >/dev/null 2>&1 || :
      docker compose up -d --no-recreate registry && ROLLBACK="the registry is up again"
      ;;
    name)
      start_registry || :
      name_what_serves && ROLLBACK="the previous version still serves"
      ;;
    *) restore ;;
  esac || return 1
  # The registry could not be mended yet: the next run tries again.
  if [ -n "$BEHIND" ]; then UNDERWAY="" && record name; else record_end; fi
}

# The name goes to what serves again: here from the engine's own copy, in the registry from that. The next `docker
# compose up` must not deploy what the registry never got.
name_what_serves() {
  local repository=${SERVING_NAME%:*}
  [ "$SERVING_NAME" = "$IMAGE" ] || docker image rm "$IMAGE" >/dev/null 2>&1 || :
  [ -n "$SERVING_NAME" ] || return 0
  docker tag "$SERVING_IMAGE" "$SERVING_NAME" 2>/dev/null || {
    docker pull -q "$repository@$SERVING" && docker tag "$repository@$SERVING" "$SERVING_NAME" && note_image "$(id_of_digest "$SERVING")"
  } || {
    # The containerd image store forgets an image whose name a build took: the next up takes it from the registry.
    engine_answers && [ "$UNDERWAY" = name ] || return 1
    docker image rm "$IMAGE" >/dev/null 2>&1 || :
  }
  mend_registry >/dev/null || {
    BEHIND=yes
    note "the tag $TAG in the registry could not be moved back"
  }
}

# mend_registry  its tag names what serves again. It may have lost that, or never got it.
mend_registry() {
  local held
  held=$(held_digest "${SERVING:-$TAG}" 2>/dev/null) || return 1
  if [ -n "$SERVING" ] && [ -n "$held" ]; then
    point_tag "$TAG" "$SERVING"
  elif [ "$SERVING_NAME" = "$IMAGE" ]; then
    docker push -q "$IMAGE"
  fi
}

# All services come back as they were proven last. What has served all the while goes on.
restore() {
  local others service running kept="" alone=""
  [ -z "$GOING_BACK" ] || tell_of_failed || :
  [ -n "$SERVING_NAME" ] || {
    ROLLBACK="no proven version served before, so there is none to go back to"
    return 0
  }
  ROLLBACK="the previous version could not be restored"
  # It may be the registry that failed; its tag can go back once it is as it was.
  registry_answers || { proven_compose up -d registry && wait_for_registry; } || :
  name_what_serves || return 1
  # The engine goes on with a stop that was asked for; what seems to run would end a little later.
  case $UNDERWAY in
    down) project_containers | awk '$3 == "running" { print $2 }' | xargs -r setsid -w docker stop >/dev/null || : ;;
    handover*) docker stop "$OLD" >/dev/null || : ;;
  esac
  ! runs_what_was_proven "${OLD:-none}" || kept=$OLD
  running=$(docker container inspect -f '{{.State.Running}}' "${kept:-none}" 2>/dev/null)
  [ "$running" != true ] || [ -z "$SERVING_ROLLS" ] || { listen_to_proxy && traffic hold "$(address_of "$kept")"; } || :
  others=$(jq -er '.services | keys - ["app"] | .[]' "$PROVEN") || return 1
  mapfile -t others <<<"$others"
  [ -z "$SERVING_ROLLS" ] || others+=(proxy)
  remove_the_failed "$kept"
  for service in "${SERVICES[@]}" proxy; do
    [[ " app ${others[*]} " == *" $service "* ]] || remove_services "$service"
  done
  if database_is_made; then
    note "db is in its first start and is not stopped"
    mapfile -t others < <(printf '%s\n' "${others[@]}" | grep -vx db)
    alone=--no-deps
  fi
  if [ "$running" = true ]; then
    proven_compose up -d --no-deps "${others[@]}" || return 1
    ROLLBACK="the previous version served without interruption (${SERVING:-$SERVING_IMAGE})"
  else
    note "going back to ${SERVING:-$SERVING_IMAGE}"
    [ -z "$kept" ] || docker start "$kept" >/dev/null
    proven_compose up -d ${alone:+"$alone"} app "${others[@]}" && wait_until_healthy app ${SERVING_ROLLS:+proxy} || return 1
    ROLLBACK="the previous version serves again (${SERVING:-$SERVING_IMAGE})"
  fi
  [ -z "$SERVING_ROLLS" ] || { listen_to_proxy && traffic release; } || :
  remove_replaced_images
}

# runs_what_was_proven CONTAINER
runs_what_was_proven() { [ "$1" = "$SERVING_CONTAINER" ] || [ "$(image_of "$1" 2>/dev/null)" = "$SERVING_IMAGE" ]; }

# remove_the_failed KEPT  what has the application's image, but for KEPT and what is well and was proven. It may
# hang; nobody is served by it, so nobody waits for it to stop.
remove_the_failed() {
  local service container status
  while read -r service container _ status; do
    [ "$container" = "$1" ] ||
      { [[ $service != app || (-z $1 && $status == *"(healthy)") ]] && runs_what_was_proven "$container"; } ||
      docker rm -f "$container" >/dev/null || :
  done < <(project_containers | of_services app "${ALIKE[@]}")
}

# remove_services SERVICE…  their containers; jobs of docker compose run stay.
remove_services() {
  project_containers | of_services "$@" | cut -d ' ' -f 2 | xargs -r ${GOING_BACK:+setsid -w} docker rm -f >/dev/null || :
}

proven_compose() {
  local files=(-f "$PROVEN")
  [ -z "$SERVING_ROLLS" ] || files+=(-f compose.rolling.yml)
  APP_PORT=$SERVING_PORT docker compose "${files[@]}" -p "$PROJECT" --project-directory . "$@"
}

# note_image ID  keeps the id of an image that a run has built, so that it is known without a name.
note_image() { is_noted "$1" || printf '%s %s\n' "$REPOSITORY" "$1" >>"$BUILT_IMAGES"; }

is_noted() { [ -e "$BUILT_IMAGES" ] && [[ $'\n'$(<"$BUILT_IMAGES")$'\n' == *$'\n'"$REPOSITORY $1"$'\n'* ]]; }

# Removes the images of runs before that have lost their name. Docker refuses to remove one that a
# container uses.
remove_replaced_images() {
  local repository image there reason noted kept=""
  [ -s "$BUILT_IMAGES" ] || return 0
  noted=$(<"$BUILT_IMAGES")
  # shellcheck disable=SC2046 # one word for each image
  there=$(docker image inspect -f '{{.Id}} {{len .RepoTags}};' $(cut -d ' ' -f 2 <<<"$noted") 2>/dev/null) || :
  while read -r repository image; do
    [[ $there == *"$image "* ]] || continue
    if [[ $there == *"$image 0;"* ]]; then
      reason=$(docker image rm "$image" 2>&1 >/dev/null) && continue
      note "image ${image:7:12} stays: ${reason##*: }"
    fi
    kept+="$repository $image"$'\n'
  done <<<"$noted"
  [ "$kept" = "$noted"$'\n' ] || write "$BUILT_IMAGES" printf '%s' "$kept"
}
