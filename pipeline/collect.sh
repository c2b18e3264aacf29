# Frees the space of overwritten tags in the registry. Nothing can be pushed meanwhile: this run holds
# the lock, and the registry is stopped.

COLLECTED=""

collect_garbage() {
  [ -n "$(container_of registry)" ] || refuse 10 "this project has no registry" "docker compose up -d registry"
  echo "[*] Collecting garbage..."
  stage 10 registry start_registry
  stage 17 garbage free_untagged
  summary
  echo "[+] Registry collected successfully"
}

free_untagged() {
  local before after said held="" tagged=""
  refuse_indexes
  refuse_moved_versions
  if [ -n "$SERVING" ]; then
    held=$(held_digest "$SERVING")
    tagged=$(held_digest "$TAG")
  fi
  COLLECTED=$(container_of registry)
  record garbage
  docker stop "$COLLECTED" >/dev/null
  # A front may answer that its registry does not.
  ! registry_answers || [[ $ANSWER != @(200|401) ]] || {
    echo "this project's registry is stopped, but one answers at $REGISTRY_URL/v2/"
    return 1
  }
  # The running image may have no tag there. Without one it would count as garbage.
  [ -z "$held" ] || [ "$tagged" = "$SERVING" ] || {
    docker start "$COLLECTED" >/dev/null
    wait_for_registry
    point_tag "$TAG" "$SERVING"
    docker stop "$COLLECTED" >/dev/null
  }
  note "the registry is stopped while its garbage is collected"
  said=$(in_storage 2>&1) || {
    echo "$said"
    return 1
  }
  before=$(sed -n 's/^before: //p' <<<"$said") after=$(sed -n 's/^after: //p' <<<"$said")
  docker start "$COLLECTED" >/dev/null
  record_end
  wait_for_registry
  note "$before KB before, $after KB after, $((before - after)) KB freed"
}

# in_storage  collects in a container with the registry's image, volume and settings, and without a network. It removes
# the rest of interrupted uploads, too: none runs while the registry is stopped. The collector prints a line for each blob.
in_storage() {
  local registry image config
  registry=$(docker container inspect "$COLLECTED")
  image=$(jq -r '.[0].Config.Image' <<<"$registry")
  config=$(jq -r '.[0].Args[-1] // "" | if test("[.]ya?ml$") then . else "/etc/docker/registry/config.yml" end' <<<"$registry")
  # Their values may be secrets, and everybody sees the words of a command.
  # shellcheck disable=SC2016 # for the container's shell
  docker run --rm --name "$PROJECT-collecting" --network none --volumes-from "$COLLECTED" --entrypoint sh \
    --env-file <(jq -r '.[0].Config.Env[]? | select(startswith("REGISTRY_") and (contains("\n") | not))' <<<"$registry") \
    --label "com.docker.compose.project=$PROJECT" "$image" -c '
      cd /var/lib/registry && echo "before: $(du -sk . | cut -f 1)" &&
        registry garbage-collect --delete-untagged=true "$0" &&
        find . -path "*/_uploads/*" -delete && echo "after: $(du -sk . | cut -f 1)"' "$config"
}

# The registry's collector counts the parts of an image for several platforms as untagged (distribution
# issue 3178). It would break such an image in any repository.
refuse_indexes() {
  local REPOSITORY API names name held tag type
  names=$(listed /v2/_catalog repositories)
  for name in $names; do
    use_repository "$REGISTRY_ADDRESS/$name"
    held=$(tags)
    [ -n "$held" ] || continue
    held=$(manifests <<<"$held")
    while read -r tag _ type; do
      [[ $type != *index* && $type != *list* ]] || {
        echo "$name:$tag is an image for several platforms, and the garbage collector would break it"
        return 1
      }
    done <<<"$held"
  done
}

# If somebody has moved a version, its original image has no tag. It must stay, so that the version can be restored.
refuse_moved_versions() {
  local held version digest
  [ -s "$STATE/versions" ] || return 0
  held=$(awk -v prefix="${REPOSITORY#*/}:" 'index($1, prefix) == 1 { print substr($1, length(prefix) + 1) }' "$STATE/versions")
  [ -n "$held" ] || return 0
  held=$(manifests <<<"$held")
  while read -r version digest _; do
    [ -z "$digest" ] || as_named "$version" "$digest"
  done <<<"$held"
}
