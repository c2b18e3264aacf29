#!/usr/bin/env bash
# Builds the image, pushes it, deploys it and proves that it runs. After a failure, the version before serves.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")"

image=$(docker compose config --format json | jq -r .services.app.image)
repository=${image%:*} before="" step=build

# Prints the id of the image that the application runs; nothing if there is none.
running() { docker compose ps -q app | xargs -r docker inspect -f '{{.Image}}'; }

finish() {
  local status=$?
  if [ $status != 0 ]; then
    echo "deploy.sh: failed in step $step, with exit code $status${before:+; going back to the version before}" >&2
    if [ -n "$before" ]; then
      docker tag "$repository:before" "$image"
      [ $step = build ] || docker push -q "$image" || :
      [ $step != deploy ] || docker compose up -d --wait app || :
    fi
  fi
  [ -z "$before" ] || docker image rm "$repository:before" >/dev/null
  exit $status
}
trap finish EXIT

before=$(running)
[ -z "$before" ] || docker tag "$before" "$repository:before"
docker build --load --provenance=false ${IMAGE_LABEL:+--label "$IMAGE_LABEL"} -t "$image" app

step=push
docker compose up -d --wait registry
log=$(docker push "$image")
echo "$log"
[[ $log =~ digest:\ (sha256:[0-9a-f]{64}) ]]
pushed=${BASH_REMATCH[1]}

step=deploy
docker compose pull app
docker compose up -d --wait
[[ " $(docker image inspect -f '{{join .RepoDigests " "}}' "$(running)") " == *" $repository@$pushed "* ]] || {
  echo "deploy.sh: the application does not run $repository@$pushed" >&2
  exit 1
}
echo "deployed $repository@$pushed"
