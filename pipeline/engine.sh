# shellcheck shell=bash disable=SC2034,SC2153 # the parts of build.sh share their variables
# The Docker engine, as this run finds it.

COMPOSE=""

# Where Docker's command looks for its plugins, in its order.
find_compose() {
  local folder
  for folder in "${DOCKER_CONFIG:-${HOME:-}/.docker}" /usr/local/lib/docker /usr/local/libexec/docker /usr/lib/docker /usr/libexec/docker; do
    COMPOSE=$folder/cli-plugins/docker-compose
    [ ! -x "$COMPOSE" ] || return 0
  done
  COMPOSE=""
}

# Before each `docker compose`, Docker's command asks every plugin what it is, which takes as long as
# Compose needs to start. Compose is also a program of its own, and is called as that here.
docker() {
  if [ "$1" = compose ] && [ -n "$COMPOSE" ]; then
    "$COMPOSE" "${@:2}"
  else
    command docker "$@"
  fi
}

engine_answers() { docker version --format '{{.Server.Version}}' >/dev/null 2>&1; }

refuse_without_engine() {
  refuse 3 "no Docker engine answers: $(docker version 2>&1 >/dev/null | tail -n 1)" "./build.sh --provision   (or start it: systemctl start docker)"
}

# Prints "SERVICE ID STATE STATUS" for each container of a service of this project; jobs of
# docker compose run are none.
project_containers() {
  docker ps -a --no-trunc --filter "label=com.docker.compose.project=$PROJECT" --filter label=com.docker.compose.oneoff=False \
    --format '{{.Label "com.docker.compose.service"}} {{.ID}} {{.State}} {{.Status}}'
}

# of_services SERVICE…  the lines on stdin that begin with one of them.
of_services() { awk -v services=" $* " 'index(services, " " $1 " ")'; }

container_of() { project_containers | awk -v service="$1" '$1 == service && !found++ { print $2 }'; }

# database_is_made  whether db is still in its first start: the image's entrypoint, which makes the database and
# imports into it, has not given way to the server yet.
database_is_made() { docker exec "$(container_of db)" cat /proc/1/cmdline 2>/dev/null | tr '\0' ' ' | has entrypoint; }

# image_of CONTAINER  prints the id of the image that it runs.
image_of() { docker container inspect -f '{{.Image}}' "$1"; }

# is_of_repository IMAGE  whether a run has built it for our repository, or it has a name there.
is_of_repository() {
  grep -qxF "$REPOSITORY $1" "$BUILT_IMAGES" 2>/dev/null ||
    docker image inspect -f ' {{join .RepoTags " "}} {{join .RepoDigests " "}}' "$1" 2>/dev/null | has " ${REPOSITORY}[:@]"
}

# id_of_digest DIGEST  prints the id of the image that this machine has of our repository's DIGEST, if it has
# it. A nameless image is found by its id, which is the digest on the containerd image store.
id_of_digest() {
  docker image inspect -f '{{.Id}}' "$REPOSITORY@$1" 2>/dev/null ||
    docker image inspect -f '{{.Id}}' "$1" 2>/dev/null || :
}

# digest_of CONTAINER  prints the digest, in our repository, of the image that it runs; nothing if it has
# none. On the containerd image store an image has one before any push.
digest_of() { digest_of_image "$(image_of "$1")"; }

# digest_of_image IMAGE  where an image without a name has no digest that Docker tells, its id is the
# digest on the containerd image store. There, a build that takes the name of an image makes it nameless or
# even deletes it, while a container runs it.
digest_of_image() {
  local digests
  digests=$(docker image inspect -f '{{range .RepoDigests}}{{println .}}{{end}}' "$1" 2>/dev/null || :)
  digests=$(awk -v prefix="$REPOSITORY@" 'index($0, prefix) == 1 && !found++ { print substr($0, length(prefix) + 1) }' <<<"$digests")
  if [[ -z $digests && $1 == sha256:* ]] && ids_are_digests; then digests=$1; fi
  printf '%s' "$digests"
}

ids_are_digests() { docker info --format '{{.DriverStatus}}' 2>/dev/null | has 'io[.]containerd[.]snapshotter'; }
