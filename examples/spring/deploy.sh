#!/usr/bin/env bash
# Builds the image, pushes it, deploys it and proves that it runs. After a failure, the version before serves.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")"

image=$(docker compose config --format json | jq -r .services.app.image)
repository=${image%:*} before="" pushed="" step=build

# Prints the digest of the image that the application runs; nothing if there is none.
digest_that_runs() {
  docker compose ps -q app | xargs -r docker inspect -f '{{.Image}}' |
    xargs -r docker image inspect -f '{{join .RepoDigests "\n"}}' | sed -n "s|^$repository@||p"
}

# point_latest DIGEST  lets the registry's tag latest name that image again.
point_latest() {
  local type=application/vnd.docker.distribution.manifest.v2+json
  local manifests=http://${repository%%/*}/v2/${repository#*/}/manifests
  curl -qfsS --noproxy '*' -H "Accept: $type" "$manifests/$1" |
    curl -qfsS --noproxy '*' -X PUT -H "Content-Type: $type" --data-binary @- "$manifests/latest"
}

finish() {
  local status=$? digest
  if [ $status != 0 ] && [ -n "$before" ]; then
    echo "deploy.sh: the step $step failed with exit code $status; going back to the version before" >&2
    point_latest "$before" || :
    [ $step != deploy ] || { docker compose pull -q app && docker compose up -d --wait app; } || :
  fi
  for digest in $before $pushed; do
    [ "$digest" = "$(digest_that_runs)" ] || docker image rm "$repository@$digest" >/dev/null 2>&1 || :
  done
  exit $status
}
trap finish EXIT

before=$(digest_that_runs)
docker compose up -d --wait registry
# Jib compiles nothing and needs no Dockerfile: it adds classes and libraries to the base image, and pushes.
mvn -q -B -ntp compile jib:build "-Dimage=$image" ${IMAGE_LABEL:+"-Djib.container.labels=$IMAGE_LABEL"}
pushed=$(<target/jib-image.digest)

step=deploy
docker compose pull -q app
docker compose up -d --wait
[[ $(digest_that_runs) == "$pushed" ]] || {
  echo "deploy.sh: the application does not run $repository@$pushed" >&2
  exit 1
}
echo "deployed $repository@$pushed"
