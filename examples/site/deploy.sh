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
  if [ $status != 0 ] && [ -n "$before" ]; then
    echo "deploy.sh: the step $step failed with exit code $status; going back to the version before" >&2
    [ $step = build ] || docker tag "$image" "$repository:failed"
    docker tag "$repository:before" "$image"
    [ $step = build ] || docker push -q "$image" || :
    [ $step != deploy ] || docker compose up -d --wait app || :
  fi
  docker image rm "$repository:before" "$repository:failed" >/dev/null 2>&1 || :
  exit $status
}
trap finish EXIT

before=$(running)
[ -z "$before" ] || docker tag "$before" "$repository:before"
docker build --load --provenance=false ${IMAGE_LABEL:+--label "$IMAGE_LABEL"} -t "$image" .

step=push
docker compose up -d --wait registry
log=$(docker push "$image")
echo "$log"
[[ $log =~ digest:\ (sha256:[0-9a-f]{64}) ]]
pushed=${BASH_REMATCH[1]}

step=deploy
docker compose pull -q app
docker compose up -d --wait
[[ " $(docker image inspect -f '{{join .RepoDigests " "}}' "$(running)") " == *" $repository@$pushed "* ]] || {
  echo "deploy.sh: the application does not run $repository@$pushed" >&2
  exit 1
}
echo "deployed $repository@$pushed"
