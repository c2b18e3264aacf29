# shellcheck shell=bash disable=SC2034,SC2153 # the parts of build.sh share their variables
# Frees what overwritten tags left in the registry. Nothing can be pushed meanwhile: no run of
# build.sh, as it holds the lock, and nobody else, as the registry is stopped.

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
  local before after said
  refuse_indexes || return 1
  COLLECTED=$(container_of registry)
  AT_EXIT=start_collected
  docker stop "$COLLECTED" >/dev/null
  note collecting
  before=$(in_storage du -sk /var/lib/registry | cut -f 1)
  # It writes a line for each blob; they matter if it fails.
  if ! said=$(in_storage registry garbage-collect --delete-untagged=true /etc/docker/registry/config.yml 2>&1); then
    echo "$said"
    return 1
  fi
  # Uploads that broke off: nothing is under way while the registry is stopped.
  in_storage find /var/lib/registry -path '*/_uploads/*' -delete
  after=$(in_storage du -sk /var/lib/registry | cut -f 1)
  start_collected
  AT_EXIT=""
  wait_for_registry
  note "$before KB before, $after KB after, $((before - after)) KB freed"
}

start_collected() { docker start "$COLLECTED" >/dev/null; }

# in_storage COMMAND…  in a container that has the registry's image and its volume, and no network.
in_storage() {
  docker run --rm --network none --volumes-from "$COLLECTED" --entrypoint "$1" \
    --label "com.docker.compose.project=$PROJECT" \
    "$(docker container inspect -f '{{.Config.Image}}' "$COLLECTED")" "${@:2}"
}

# The registry's own collector takes the parts of an image for several platforms for untagged
# (distribution issue 3178), and would break it.
refuse_indexes() {
  local tag
  while read -r tag; do
    http -f -m 10 -o /dev/null -w '%{content_type}' -H "Accept: $MANIFEST_TYPES" "$(manifest_url "$tag")" |
      has 'index|list' || continue
    echo "$tag names an image for several platforms, which the collector would break"
    return 1
  done < <(tags)
}
