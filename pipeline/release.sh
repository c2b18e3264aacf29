# The release and its record. A run records each step before it takes it. If the run fails or is killed, that run or the
# next one restores the release that was proven last. The commit makes a new release the proven one.

STATES=/var/lib/ecluse/projects STATE="" RUN_LOG="" BUILT_IMAGES="" PROVEN="" STACK_FILE=""
# The last recorded step of an incomplete run, and the container that serves during a rolling release.
UNDERWAY="" OLD=""
# The proven release, or else the running one: digest in the registry, local image and its name, container, networks,
# and whether a proxy publishes its port.
SERVING="" SERVING_IMAGE="" SERVING_NAME="" SERVING_PORT="" SERVING_ROLLS="" SERVING_CONTAINER="" SERVING_NETWORKS=()
ROLLBACK="nothing was changed" GOING_BACK="" BEHIND=""

# use_state  sets the folder of the project's record. All checkouts share it. It is open to root and to the group that
# may use the engine. A member of that group can let the engine create it.
use_state() {
  STATE=${ECLUSE_STATE:-$STATES}/$PROJECT
  [ "$SWARM" = no ] || STATE+=.swarm
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

# One run at a time on one project. The kernel releases the lock when the run's last process ends, so a killed run
# blocks nobody.
lock_project() {
  exec 9<"$STATE"
  flock -n 9 || {
    note "another run on project $PROJECT is still going on; waiting for it (10 minutes at most)"
    flock -w 600 9 || refuse 4 "another run on project $PROJECT did not end within 10 minutes" "fuser -v $STATE   # shows its process"
    # The other run has changed the containers, and somebody may have changed the files.
    read_stack_and_containers
    [ "$SWARM" = yes ] || check_is_ours
    [[ $STATE == */"$PROJECT"@(|.swarm) ]] || refuse 2 "the stack's files name another project by now, $PROJECT" "./build.sh"
  }
  take_over_files
  echo "$STACK" >"$STACK_FILE"
  read_record
}

# take_over_files  replaces the files that this user may not write by copies. The folder is open to the group, but buildx
# and other users' chmod close files in it.
take_over_files() {
  local file
  for file in "$STATE"/*; do
    [ ! -f "$file" ] || [ -w "$file" ] || { cat "$file" >"$file.new" && mv -f "$file.new" "$file"; } 2>/dev/null ||
      refuse 2 "$file, a file of the release record, is not readable" "sudo chmod g+rw $STATE/*"
  done
}

# write FILE COMMAND…  replaces the file by the command's output in one step. After a crash it has its old content or
# its new content, never a part.
write() { "${@:2}" >"$1.new" && sync "$1.new" && mv "$1.new" "$1"; }

# record STEP [CONTAINER]  appends the step to the record. The last line counts; an empty file means a complete run.
record() {
  # An earlier step that could not be undone stays recorded.
  [[ $1 != name || -z $UNDERWAY || $UNDERWAY = name ]] || return 0
  local before=$UNDERWAY
  UNDERWAY=$*
  echo "$UNDERWAY" >>"$STATE/underway"
  # These steps need no sync: after a crash, the rollback from the step before is enough.
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
  # A removed project may have left a record to another project of the same name.
  containers id ours=yes
  [ -n "$UNDERWAY" ] || [ ${#FOUND[@]} != 0 ] || [[ $(jq -r '."x-release".folder' "$PROVEN" 2>/dev/null) -ef $PWD ]] || return 0
  [ -s "$PROVEN" ] || return 0
  settings=$(jq -r '(."x-release" // empty) as $release | .services.app.ports[0].published as $port | @sh "
    SERVING=\($release.digest) SERVING_IMAGE=\($release.image) SERVING_NAME=\($release.name) SERVING_PORT=\($port // "") SERVING_ROLLS=\($release.proxy)
    SERVING_CONTAINER=\($release.container // "") SERVING_NETWORKS=(\($release.networks // []))"' "$PROVEN") ||
    refuse 3 "the record of the last proven release is unreadable" "jq . $PROVEN   # if the file is damaged, remove it: the running version then counts as proven if it is healthy"
  eval "$settings"
}

# tell_what_is_underway  is for a run that only reads: it must not go back, whatever happens to it.
tell_what_is_underway() {
  local step=${UNDERWAY%% *}
  UNDERWAY=""
  [ -n "$step" ] || return 0
  if flock -n "$STATE" true; then
    note "an earlier run was interrupted ($step); the next run repairs that"
  else
    note "another run is going on ($step)"
  fi
}

# recover  first undoes or completes what an interrupted run has left.
recover() {
  find_proxy
  [ -n "$UNDERWAY" ] || return 0
  note "an earlier run was interrupted (${UNDERWAY%% *})"
  if go_back; then note "$ROLLBACK"; else note "its changes could not be undone: $ROLLBACK"; fi
  ask_for_containers
  read_containers
  find_proxy
}

# find_proxy  sets PROXY, unless the user's stack has a service of that name.
find_proxy() {
  PROXY=""
  containers id ours=yes service=proxy
  [[ " ${SERVICES[*]} " == *" proxy "* ]] || PROXY=${FOUND[0]:-}
}

# find_what_serves  a healthy container counts as the running release, whoever started it; else the proven one does.
find_what_serves() {
  local container image=""
  containers id ours=yes service=app 'status=*\(healthy\)*'
  [ -n "${FOUND[*]}$SERVING_IMAGE" ] || containers id ours=yes service=app 'status=!(*unhealthy*|*Restarting*)'
  container=${FOUND[0]:-}
  if [ -n "$container" ] && [ "$container" = "$SERVING_CONTAINER" ]; then image=$SERVING_IMAGE; elif [ -n "$container" ]; then image=$(image_of "$container"); fi
  # With a new REGISTRY, the running image must not get the new name. The same holds for the rest of a run that could
  # not be undone.
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
    'del(.services[] | .profiles, .pull_policy) | ."x-release" = {$digest, $image, $container, $name, $proxy, $folder, networks: $ARGS.positional}' --args "${NETWORKS[@]}" <<<"$4"
}

# commit  makes the new version the proven one. A failure after this leads to no rollback.
commit() {
  local stack
  stack=$STACK
  [ -z "$OLD" ] || stack=$(proven_stack)
  # A signal between the record and COMMITTED would roll back a committed release.
  trap '' HUP INT QUIT PIPE TERM
  keep_as_proven "$PUSHED" "$PUSHED_IMAGE" "$RUNNING" "$stack"
  COMMITTED=yes
  record clean "$NEW" || :
  drop_names_beside
  [ ! -e "$STATE/failure" ] || rm -f "$STATE/failure"
  trap_signals
}

# proven_stack  prints the configuration for the next rollback. A rolling release does not restart the other services,
# so their new configuration is not proven.
proven_stack() {
  jq -s --arg released " app ${ALIKE[*]} ${MIGRATIONS[*]} ${BUILT_BESIDE[*]} " '
    .[0].services as $before | .[1] | .services |= with_entries(
      .key as $name | if ($released | contains(" \($name) ")) then . else .value = ($before[$name] // .value) end)' \
    "$PROVEN" - <<<"$STACK" 2>/dev/null || printf '%s' "$STACK"
}

# go_back  restores the proven release after any recorded step.
go_back() {
  [ "$SWARM" = no ] || {
    go_back_in_swarm
    return
  }
  docker network ls -q --filter "name=^$PROJECT-trial-[0-9]+-[0-9]+\$" | xargs -r docker network rm >/dev/null
  case $UNDERWAY in
    garbage)
      ROLLBACK="the registry could not be started again"
      docker rm -f "$PROJECT-collecting" >/dev/null 2>&1 || :
      stack_compose up -d --no-recreate registry && ROLLBACK="the registry is up again"
      ;;
    name)
      ROLLBACK="the previous version serves, but its name could not be given back"
      [ -z "$SERVING_NAME" ] || start_registry || :
      name_what_serves && ROLLBACK="the previous version still serves"
      ;;
    *) restore ;;
  esac || return 1
  # The registry's tag could not be restored: the next run tries again.
  if [ -n "$BEHIND" ]; then UNDERWAY="" && record name; else record_end; fi
}

# Gives the image's name back to the running image, on this machine and in the registry. Otherwise the next `docker
# compose up` would deploy an image that was never pushed.
name_what_serves() {
  local repository=${SERVING_NAME%:*}
  [ "$SERVING_NAME" = "$IMAGE" ] || docker image rm "$IMAGE" >/dev/null 2>&1 || :
  [ -n "$SERVING_NAME" ] || return 0
  give_names_back_beside
  docker tag "$SERVING_IMAGE" "$SERVING_NAME" 2>/dev/null || {
    docker pull -q "$repository@$SERVING" && docker tag "$repository@$SERVING" "$SERVING_NAME" && note_image "$(id_of_digest "$SERVING")"
  } || {
    # The containerd image store drops an image whose name a build took. The next `up` pulls it from the registry.
    engine_answers && [ "$UNDERWAY" = name ] || return 1
    docker image rm "$IMAGE" >/dev/null 2>&1 || :
  }
  mend_registry >/dev/null || {
    BEHIND=yes
    note "the tag $TAG in the registry could not be moved back"
  }
}

# keep_names_beside  gives the images of services that are built beside the application a second name, until the release
# is committed: the build takes the first one. The file begins with the release that they belong to.
keep_names_beside() {
  local images image
  [ -n "$SERVING_NAME" ] || return 0
  images=$(jq -r '.name as $project | .services | to_entries[] | select(.key | IN($ARGS.positional[])) | .value.image // "\($project)-\(.key)"' \
    --args "${BUILT_BESIDE[@]}" <<<"$STACK")
  printf '%s\n' "$SERVING_IMAGE" "$images" >"$STATE/beside"
  for image in $images; do docker tag "$image" "$(second_name "$image")" 2>/dev/null || :; done
  record name
}

# read_names_beside  sets the images of its caller to the lines of that file.
read_names_beside() {
  images=()
  [ ! -e "$STATE/beside" ] || mapfile -t images <"$STATE/beside"
}

give_names_back_beside() {
  local images image
  read_names_beside
  [ "${images[0]:-}" = "$SERVING_IMAGE" ] || return 0
  for image in "${images[@]:1}"; do docker tag "$(second_name "$image")" "$image" 2>/dev/null || :; done
  drop_names_beside
}

drop_names_beside() {
  local images image
  read_names_beside
  rm -f "$STATE/beside"
  for image in "${images[@]:1}"; do docker image rm "$(second_name "$image")" >/dev/null 2>&1 || :; done
}

second_name() { if [[ ${1##*/} == *:* ]]; then echo "$1-proven"; else echo "$1:proven"; fi; }

# mend_registry  points the registry's tag at the running image again. If the registry does not hold it, it is pushed.
mend_registry() {
  local held
  held=$(held_digest "${SERVING:-$TAG}" 2>/dev/null) || return 1
  if [ -n "$SERVING" ] && [ -n "$held" ]; then
    # It may never have moved.
    [ "$(held_digest "$TAG" 2>/dev/null)" = "$SERVING" ] || point_tag "$TAG" "$SERVING"
  elif [ "$SERVING_NAME" = "$IMAGE" ]; then
    docker push -q "$IMAGE"
  fi
}

# Restores all services as they were proven last. A container that still serves is not restarted.
restore() {
  local others service running kept="" alone=""
  [ -z "$GOING_BACK" ] || tell_of_failed || :
  [ -n "$SERVING_NAME" ] || {
    ROLLBACK="no proven version served before, so there is none to go back to"
    return 0
  }
  ROLLBACK="the previous version could not be restored"
  # If the registry itself failed, it must come back first, as its tag is restored next.
  registry_answers || { proven_compose up -d registry && wait_for_registry; } || :
  name_what_serves || return 1
  # The engine completes a stop that was requested: a container that still runs would end a moment later.
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
  fi
  [ -z "$SERVING_ROLLS" ] || { listen_to_proxy && traffic release; } || :
  [ "$running" = true ] || {
    # A healthy proxy may not have noticed yet that the application is.
    [ -z "$SERVING_ROLLS" ] || APP_PUBLISHED=$SERVING_PORT wait_for_page || return 1
    ROLLBACK="the previous version serves again (${SERVING:-$SERVING_IMAGE})"
  }
  remove_replaced_images
}

# runs_what_was_proven CONTAINER
runs_what_was_proven() { [ "$1" = "$SERVING_CONTAINER" ] || [ "$(image_of "$1" 2>/dev/null)" = "$SERVING_IMAGE" ]; }

# remove_the_failed KEPT  removes the containers of the failed release: all with the application's image, but KEPT and
# those of the proven release that are healthy. They serve nobody, so they are killed at once.
remove_the_failed() {
  local service container status
  while read -r service container _ status; do
    [ "$container" = "$1" ] ||
      { [[ $service != app || (-z $1 && $status == *"(healthy)") ]] && runs_what_was_proven "$container"; } ||
      docker rm -f "$container" >/dev/null || :
  done < <(project_containers | of_services app "${ALIKE[@]}")
}

# remove_services SERVICE…  removes their containers. One-off containers of docker compose run stay.
remove_services() {
  project_containers | of_services "$@" | cut -d ' ' -f 2 | xargs -r ${GOING_BACK:+setsid -w} docker rm -f >/dev/null || :
}

proven_compose() {
  local files=(-f "$PROVEN")
  [ -z "$SERVING_ROLLS" ] || files+=(-f compose.rolling.yml)
  APP_PORT=$SERVING_PORT docker compose "${ENV_FILES[@]}" "${files[@]}" -p "$PROJECT" --project-directory . "$@"
}

# note_image ID  records the id of a built image, so that it can be removed when it has lost its name.
note_image() { is_noted "$1" || printf '%s %s\n' "$REPOSITORY" "$1" >>"$BUILT_IMAGES"; }

is_noted() { [ -e "$BUILT_IMAGES" ] && [[ $'\n'$(<"$BUILT_IMAGES")$'\n' == *$'\n'"$REPOSITORY $1"$'\n'* ]]; }

# Removes images of earlier runs that have no name any more. Docker refuses to remove an image that a
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
