# Versions: tags in the registry that never move.

# Runs before the push. The same image may get its version again.
refuse_taken_version() {
  local held config
  held=$(held_digest "$VERSION")
  [ -n "$held" ] && [ "$BUILT" != "$held" ] || return 0
  config=$(config_digest "$held") || {
    echo "the registry at $REGISTRY_ADDRESS failed on a request for $held"
    return 1
  }
  [ "$BUILT" = "$config" ] || {
    echo "the registry already holds $VERSION, with another image: $held"
    return 1
  }
}

# recorded_digest VERSION  prints the digest that a run gave the version; nothing if none did. Others can write to the
# registry, but not to this record.
recorded_digest() { [ ! -e "$STATE/versions" ] || awk -v name="${REPOSITORY#*/}:$1" '$1 == name { print $2 }' "$STATE/versions"; }

# as_named VERSION DIGEST  fails with a message if the version was recorded with another digest.
as_named() {
  local recorded
  recorded=$(recorded_digest "$1") || return 1
  [ "${recorded:-$2}" = "$2" ] || {
    echo "the registry's $1 was changed by somebody else: build.sh named $recorded, the registry holds $2"
    return 1
  }
}

record_version() { write "$STATE/versions" other_versions_and_this; }

other_versions_and_this() {
  [ ! -e "$STATE/versions" ] || awk -v name="${REPOSITORY#*/}:$VERSION" '$1 != name' "$STATE/versions" || return 1
  echo "${REPOSITORY#*/}:$VERSION $PUSHED"
}

# Names the proven image. The layers are in the registry already, so its API sets the tag without a push.
name_version() {
  local held
  held=$(held_digest "$VERSION")
  if [ -n "$held" ] && [ "$held" != "$PUSHED" ]; then
    echo "the registry holds $VERSION by now, with another image: $held"
    return 1
  fi
  record_version
  point_tag "$VERSION" "$PUSHED"
  note "$VERSION is $PUSHED"
}

# Points the moving tag at the version, which is then deployed like a build.
choose_version() {
  PUSHED=$(held_digest "$ROLLBACK_TO")
  if [ -z "$PUSHED" ]; then
    echo "the registry holds no $ROLLBACK_TO; it holds: $(tags | paste -sd' ')"
    return 1
  fi
  as_named "$ROLLBACK_TO" "$PUSHED"
  # All of it is here before anything names it.
  docker pull -q "$REPOSITORY@$PUSHED"
  record name
  point_tag "$TAG" "$PUSHED"
  docker tag "$REPOSITORY@$PUSHED" "$IMAGE"
  note_image "$(id_of_digest "$PUSHED")"
  note "$ROLLBACK_TO is $PUSHED"
}

list_versions() {
  local running="" deployed="" container="" held version digest moved
  { registry_answers && lets_in; } || refuse_without_registry
  if [ "$SWARM" = yes ]; then running=$(swarm_runs) deployed=$(of_stack services | swarm_digest); else containers id ours=yes service=app state=running && container=${FOUND[0]:-}; fi
  [ -z "$container" ] || running=$(digest_of_image "$(image_of "$container")")
  held=$(tags | sort -V)
  if [ -n "$held" ]; then
    held=$(manifests <<<"$held")
    print_versions "$held" "$running"
    while read -r version digest _; do
      [ -z "$digest" ] || moved=$(as_named "$version" "$digest") || tell_mode "$moved"
    done <<<"$held"
  else
    echo "the registry holds no version of ${REPOSITORY#*/} yet"
  fi
  tell_what_differs "$running $deployed"
}

refuse_without_registry() {
  local mode
  read_modes
  mode=$(STAGE=registry matching_mode "fact: registry=$(registry_state)")
  refuse 10 "$(filled "$(mode_value "$mode" symptom)")" "$(filled "$(mode_value "$mode" remedy)")"
}

# print_versions HELD RUNNING  prints the table. HELD has a line "TAG DIGEST TYPE" for each tag. RUNNING has digests.
print_versions() {
  printf '%-20s %-71s %s\n' TAG DIGEST CREATED
  cut -d ' ' -f 2 <<<"$1" | creation_dates |
    awk -v running="$2" '
      NR == FNR { date[$1] = $2; next }
      { printf "%-20s %-71s %s%s\n", $1, $2, date[$2], index(" " running " ", " " $2 " ") ? " runs" : "" }' - <(printf '%s\n' "$1")
}

# tell_what_differs RUNNING  reports if the local, the held and the running image are not the same.
tell_what_differs() {
  local id here there="" held
  held=$(held_digest "$TAG")
  id=$(docker image inspect -f '{{.Id}}' "$IMAGE" 2>/dev/null || :)
  here=$(digest_of_image "$IMAGE")
  [ -z "$here" ] || there=$(held_digest "$here")
  if [ -n "$id" ] && [ -z "$there" ]; then
    if was_pushed "$here" "$id"; then
      tell_mode "the registry has lost this machine's $IMAGE, $here"
    else
      tell_mode "this machine's $IMAGE was never pushed"
    fi
  fi
  [ -z "$held" ] || [[ " $1 " == *" $held "* ]] || tell_mode "the registry's $IMAGE, $held, was never deployed"
}

# was_pushed DIGEST ID  succeeds if the image was pushed. A digest proves a push or a pull. On the containerd image
# store every image has one, its id, so there the record of the proven release decides.
was_pushed() {
  [ -n "$1" ] || return 1
  [ "$1" != "$2" ] || [ "$1" = "$SERVING" ]
}

# tell_mode EVIDENCE  prints the explanation of the failure mode that matches.
tell_mode() {
  STAGE=list
  printf '\n%s\n' "$1"
  explain_mode "$(matching_mode "$1")" "$1"
  STAGE=""
}
