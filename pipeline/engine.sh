# Questions to the Docker engine.

CONTAINERS=() FOUND=() ENV_FILES=()
declare -A PLUGINS=()

# The folders in which the Docker CLI looks for its plugins, in its order.
find_plugins() {
  local plugin folder
  for plugin in compose buildx; do
    for folder in "${DOCKER_CONFIG:-${HOME:-}/.docker}" /usr/local/lib/docker /usr/local/libexec/docker /usr/lib/docker /usr/libexec/docker; do
      [ -n "${PLUGINS[$plugin]:-}" ] || [ ! -x "$folder/cli-plugins/docker-$plugin" ] || PLUGINS[$plugin]=$folder/cli-plugins/docker-$plugin
    done
  done
}

# Starts a plugin's program directly. The Docker CLI would first start every plugin to ask for its metadata. During a
# rollback the program has a session of its own, so that a second Ctrl-C does not end it.
docker() {
  local program=(docker "$@")
  [ -z "${PLUGINS[$1]:-}" ] || program=("${PLUGINS[$1]}" "${@:2}")
  (with_users_variables ${GOING_BACK:+setsid -w} "${program[@]}")
}

# stack_compose  runs Compose with the stack as this run has read it, whatever happens to the files meanwhile.
stack_compose() { docker compose "${ENV_FILES[@]}" -f "$STACK_FILE" -p "$PROJECT" --project-directory . "$@"; }

engine_answers() { docker version --format '{{.Server.Version}}' >/dev/null 2>&1; }

refuse_without_engine() {
  refuse 3 "no Docker engine answers: $(docker version 2>&1 >/dev/null | tail -n 1)" "./build.sh --provision   (or start it: systemctl start docker)"
}

# Runs in parallel with Compose, which reads the stack meanwhile.
ask_for_containers() {
  exec 8< <(docker ps -a --no-trunc --format '{{.Label "com.docker.compose.project"}}|{{.Label "com.docker.compose.service"}}|{{.Label "com.docker.compose.oneoff"}}|{{.State}}|{{.Status}}|{{.ID}}|{{.Names}}|{{.Image}}|{{.Networks}}|{{.Ports}}|{{.Label "com.docker.compose.project.working_dir"}}' 2>/dev/null && echo answered)
}

read_containers() {
  mapfile -t -u 8 CONTAINERS
  exec 8<&-
  [[ ${#CONTAINERS[@]} != 0 && ${CONTAINERS[-1]} = answered ]] || refuse_without_engine
  unset 'CONTAINERS[-1]'
}

# containers FIELD KEY=PATTERN…  sets FOUND to that field of the containers whose fields match. Field mine is yes for
# a container of this project, ours for one of its services.
containers() {
  local field=$1 container condition key
  # shellcheck disable=SC2034 # they are read by name
  local project service oneoff state status id name image networks ports folder mine ours
  shift
  FOUND=()
  for container in "${CONTAINERS[@]}"; do
    IFS='|' read -r project service oneoff state status id name image networks ports folder <<<"$container"
    mine="" ours="" networks=,$networks,
    [ "$project" != "$PROJECT" ] || mine=yes
    [ "$mine$oneoff" = yesTrue ] || ours=$mine
    for condition; do
      key=${condition%%=*}
      # shellcheck disable=SC2053 # it is a pattern
      [[ ${!key} == ${condition#*=} ]] || continue 2
    done
    FOUND+=("${!field}")
  done
}

running_jobs() { containers name mine=yes ours= 'state=@(running|paused|restarting)'; }

# Prints "SERVICE ID STATE STATUS" for each container of a service of this project. One-off containers
# of docker compose run are not among them.
project_containers() {
  docker ps -a --no-trunc --filter "label=com.docker.compose.project=$PROJECT" --filter label=com.docker.compose.oneoff=False \
    --format '{{.Label "com.docker.compose.service"}} {{.ID}} {{.State}} {{.Status}}'
}

# of_services SERVICE…  prints the lines of stdin that begin with one of these names.
of_services() { awk -v services=" $* " 'index(services, " " $1 " ")'; }

container_of() { project_containers | awk -v service="$1" '$1 == service && !found++ { print $2 }'; }

# database_is_made  succeeds while db is in its first start: a shell still runs the image's entrypoint, which creates
# the database.
database_is_made() {
  # shellcheck disable=SC2016 # the pattern is the container's shell's
  docker exec "$(container_of db)" sh -c 'cat /proc/[0-9]*/cmdline; :' 2>/dev/null | tr '\0' ' ' | has '(^|[ /])(ba|da)?sh (-[^ ]+ )*[^ ]*entrypoint'
}

# image_of CONTAINER  prints the id of the image that it runs.
image_of() { docker container inspect -f '{{.Image}}' "$1"; }

# ids NAME…  prints "ID IMAGE" for each container, and "ID" for each image; nothing for one that is not there.
ids() { docker inspect -f '{{index . "Id"}} {{with index . "Image"}}{{.}}{{end}}' "$@" 2>/dev/null || :; }

# is_of_repository IMAGE  succeeds if a run has built the image, or if it has a name in the repository.
is_of_repository() {
  is_noted "$1" ||
    docker image inspect -f ' {{join .RepoTags " "}} {{join .RepoDigests " "}}' "$1" 2>/dev/null | has " ${REPOSITORY}[:@]"
}

# id_of_digest DIGEST  prints the id of this machine's image with that digest, if there is one. On the containerd image
# store, the id of an image without a name is its digest.
id_of_digest() {
  docker image inspect -f '{{.Id}}' "$REPOSITORY@$1" 2>/dev/null ||
    docker image inspect -f '{{.Id}}' "$1" 2>/dev/null || :
}

# digest_of_image IMAGE  prints its digest in the repository; nothing if it has none. On the containerd image store the
# id is the digest, also before a push and after a build has taken the image's name.
digest_of_image() {
  local digests
  digests=$(docker image inspect -f '{{range .RepoDigests}}{{println .}}{{end}}' "$1" 2>/dev/null || :)
  digests=$(awk -v prefix="$REPOSITORY@" 'index($0, prefix) == 1 && !found++ { print substr($0, length(prefix) + 1) }' <<<"$digests")
  if [[ -z $digests && $1 == sha256:* ]] && ids_are_digests; then digests=$1; fi
  printf '%s' "$digests"
}

ids_are_digests() { docker info --format '{{.DriverStatus}}' 2>/dev/null | has 'io[.]containerd[.]snapshotter'; }
