# Reads the options and checks all input before anything changes.

ACTION=deploy PROVISION=no ROLLING=no SWARM=no VERSION="" ROLLBACK_TO=""
PROJECT="" IMAGE="" REPOSITORY="" API="" TAG="" REGISTRY_ADDRESS="" REGISTRY_URL="" CERTIFICATES=() LOGIN="" ANSWER="" STACK="" NAMED_FILES=""

read_options() {
  local given=$#
  while [ $# -gt 0 ]; do
    case "$1" in
      --help | -h)
        usage
        exit 0
        ;;
      --provision) PROVISION=yes ;;
      --rolling) ROLLING=yes ;;
      --swarm) SWARM=yes ;;
      --tag)
        check_version "$@"
        VERSION=$2
        shift
        ;;
      --rollback)
        check_version "$@"
        ROLLBACK_TO=$2
        shift
        ;;
      --list) ACTION=list ;;
      --collect-garbage) ACTION=collect ;;
      --tag=* | --rollback=*) refuse 2 "the version stands after a blank, not in $1" "./build.sh ${1%%=*} ${1#*=}" ;;
      *) refuse 2 "unknown option: $1" "./build.sh --help" ;;
    esac
    shift
  done
  [ $ACTION = deploy ] || [ "$given" = 1 ] || [ "$ACTION$SWARM$given" = listyes2 ] || refuse 2 "--list and --collect-garbage take no other option" "./build.sh --help"
  [ -z "$VERSION" ] || [ -z "$ROLLBACK_TO" ] ||
    refuse 2 "--tag and --rollback exclude each other, as a rollback builds nothing" "./build.sh --rollback $ROLLBACK_TO"
  [ $ROLLING$SWARM != yesyes ] || {
    ROLLING=no
    refuse 2 "--rolling and --swarm exclude each other, as a swarm always rolls" "./build.sh --swarm"
  }
  [ $PROVISION = no ] || [ -x provision/provision.sh ] ||
    refuse 2 "this folder has no provision/provision.sh" "run it in a complete clone"
}

# check_version OPTION VERSION…  a version must be a tag (OCI Distribution Specification 1.1).
check_version() {
  [[ ${2:-} =~ ^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$ ]] ||
    refuse 2 "$1 needs a version made of letters, digits, dots, dashes and underscores, not '${2:-}'" "./build.sh $1 v1.2.0"
}

# Checks that need no engine come first, so that bad input is refused before anything is installed.
check_input() {
  local variable
  for variable in REGISTRY_PORT APP_PORT; do
    check_port_number "$variable" "${!variable-unset}"
  done
  [[ ${IMAGE_LABEL:-a=b} == ?*=* ]] || refuse 2 "IMAGE_LABEL is not key=value: $IMAGE_LABEL" "unset IMAGE_LABEL"
  [ $PROVISION = no ] || provision
  # A rolling release leaves the processor to the version that serves. On two cores visitors would notice.
  [ $ROLLING = no ] || renice -n 10 $$ >/dev/null 2>&1 || :
  check_tools
  set_aside_settings
  check_engine
  [ "$SWARM" = no ] || check_swarm_input
  read_stack_and_containers
  if [ "$SWARM" = yes ]; then
    check_swarm_registry
  else
    check_is_ours
    [ "$ACTION" = list ] || check_ports_are_free
  fi
  use_state
}

read_stack_and_containers() {
  ask_for_containers
  read_stack
  check_credentials
  read_containers
  [ $ROLLING = no ] || check_proxy_port
}

# provision  has told by itself why it failed.
provision() {
  (with_users_variables provision/provision.sh) || {
    local status=$?
    REFUSED=yes
    exit $status
  }
}

check_port_number() {
  [ "$2" != unset ] || return 0
  if ! [[ $2 =~ ^[1-9][0-9]{0,4}$ && $2 -le 65535 ]]; then
    refuse 2 "$1 is not a port from 1 to 65535: '$2'" "unset $1"
  fi
}

# Compose resolves the stack from its files and the environment; this run acts on the result.
read_stack() {
  local error settings service
  name_compose_files
  # Compose would use the file of a parent folder.
  [ -n "$NAMED_FILES" ] || compgen -G '*compose.y*ml' >/dev/null ||
    refuse 2 "this folder, $PWD, has no Compose file" "git status   # restore the file, or change to the folder of the stack"
  STACK=$(docker compose config --format json 2>/dev/null) || {
    docker compose version >/dev/null 2>&1 || refuse 3 "Compose v2 is missing" "./build.sh --provision"
    error=$(docker compose config 2>&1 >/dev/null | tail -n 1) || :
    refuse 2 "Compose refuses the stack's files: $error" "${COMPOSE_FILE:+unset COMPOSE_FILE   # or }docker compose config"
  }
  settings=$(jq -r -f pipeline/stack.jq <<<"$STACK") ||
    refuse 3 "jq can't read the stack; 1.6 or newer is needed" "jq --version"
  eval "$settings"
  for service in registry db app; do
    [ "$SWARM $service" = "yes registry" ] || [[ " ${SERVICES[*]} " == *" $service "* ]] ||
      refuse 2 "the stack's files have no service $service that starts by default" "docker compose config --services   # build.sh needs registry, db and app; a stack of other services has a deploy command of its own: docs/other-stacks.md"
  done
  [ -n "$IMAGE" ] || refuse 2 "the service app names no image" "docker compose config app"
  read_image
  [[ "$TAG" != "$VERSION" && "$TAG" != "$ROLLBACK_TO" ]] ||
    refuse 2 "$TAG is the moving tag and can't be a version" "./build.sh --list"
  [ $ROLLING = no ] || [ -z "$ALONE" ] || {
    ROLLING=no
    refuse 2 "--rolling runs two containers of app for a moment, and $ALONE prevents that" "./build.sh   # or remove that setting from the service app"
  }
}

# name_compose_files  sets NAMED_FILES to those that the environment or .env names. The folder of the first one may have
# an .env of its own, which Compose reads too: with the one here if that names the files, else alone.
name_compose_files() {
  local own
  NAMED_FILES=${COMPOSE_FILE:-} ENV_FILES=()
  [ -n "$NAMED_FILES" ] || [ ! -r .env ] || NAMED_FILES=$(sed -nE "s/^(export +)?COMPOSE_FILE=[\"']?([^\"'#]*).*/\2/p" .env | tail -n 1)
  own=$(dirname -- "${NAMED_FILES%%:*}")/.env
  [[ -n ${COMPOSE_ENV_FILES:-} || ! -r $own || $own -ef .env ]] || ENV_FILES=(--env-file "$own")
  [[ ${#ENV_FILES[@]} = 0 || -n ${COMPOSE_FILE:-} ]] || ENV_FILES+=(--env-file .env)
}

# read_image  splits the image's name. Without a tag it means latest, as for Docker.
read_image() {
  local wanted="image: localhost:\${REGISTRY_PORT:-5000}/app:latest"
  [[ $IMAGE != *@* ]] || refuse 2 "the service app names a digest, $IMAGE: nothing can be pushed under one" "docker compose config app   # write $wanted"
  [[ ${IMAGE%%/*} =~ [.:]|^localhost$ && $IMAGE == */* ]] || refuse 2 "the image of the service app, $IMAGE, names no registry to push to" "docker compose config app   # write $wanted"
  [[ ${IMAGE##*/} == *:* ]] || IMAGE+=:latest
  TAG=${IMAGE##*:}
  use_registry "${IMAGE%%/*}"
  use_repository "${IMAGE%:*}"
}

# Compose knows a project by its name only. It would take over the containers and volumes of another folder.
check_is_ours() {
  local folder name first=${NAMED_FILES:-./compose.yml}
  containers folder ours=yes
  for folder in "${FOUND[@]}"; do
    # The project's folder is that of its first Compose file, which may be a subfolder.
    [[ -z $folder || $folder == "$PWD" || $(stat -- "$folder" 2>&1) == *"No such file"* || $(cd "$folder" 2>/dev/null && pwd -P)/ == "$(pwd -P)"/* ]] || [ "$folder" -ef "$(dirname "${first%%:*}")" ] ||
      refuse 2 "the project $PROJECT already runs from another folder, $folder" "COMPOSE_PROJECT_NAME=${PROJECT}2 REGISTRY_PORT=5010 APP_PORT=8090 ./build.sh"
  done
  for name in "${NAMES[@]}"; do
    containers id mine= name="$name"
    [ ${#FOUND[@]} = 0 ] ||
      refuse 2 "a container of another project already has the name $name" "docker rename $name $name-before"
  done
  [ $ROLLING = no ] && [ "$ACTION" = deploy ] || return 0
  running_jobs
  [ ${#FOUND[@]} = 0 ] || refuse 2 "a one-off container of docker compose run is still running, and docker compose down would end it: ${FOUND[*]}" "docker wait ${FOUND[*]} && ./build.sh   # or ./build.sh --rolling"
}

check_ports_are_free() {
  local published service name port address addresses
  containers ports mine=yes
  for published in "${PORTS[@]}"; do
    read -r service name port <<<"$published"
    ! is_published_beside "$service" "$name" "$port" ||
      refuse 2 "two services publish the same port, $port" "$(other_port "$port" "$name")"
    # A port published on 127.0.0.1 may be taken on ::1, and localhost may mean either.
    addresses=(127.0.0.1 ::1)
    [[ $name != 127.* ]] || addresses=("$name")
    for address in "${addresses[@]}"; do
      has_port "$address" "$port" "${FOUND[@]}" || ! port_is_taken "$port" "$address" || is_own_port "$address" "$port" ||
        refuse 2 "port $port is held by $(port_holder "$port" "$address")" "$(other_port "$port" "$name")"
    done
  done
}

# is_published_beside SERVICE ADDRESS PORT  succeeds if another service publishes the port where it collides.
is_published_beside() {
  local published
  for published in "${PORTS[@]}"; do
    [[ $published == "$1 "* || $published != *" $3" ]] || [[ $2 != all && $published != *" all "* && $published != *" $2 "* ]] || return 0
  done
  return 1
}

# has_port ADDRESS PORT PUBLISHED…  succeeds if the output of docker ps has the port. Docker joins neighbouring ports.
has_port() {
  local published all="${*:3}" of_family="^(0[.]0[.]0[.]0|${1//./[.]}):([0-9]+)(-([0-9]+))?->"
  [ "$1" != ::1 ] || of_family='^(.*:.*):([0-9]+)(-([0-9]+))?->'
  for published in $all; do
    [[ ! $published =~ $of_family ]] || ((BASH_REMATCH[2] > $2 || $2 > ${BASH_REMATCH[4]:-${BASH_REMATCH[2]}})) || return 0
  done
  return 1
}

# is_own_port ADDRESS PORT  succeeds if a container of this project publishes it there by now: another run may have
# started it.
is_own_port() { has_port "$1" "$2" "$(docker ps --filter "publish=$2" --filter "label=com.docker.compose.project=$PROJECT" --format '{{.Ports}}')"; }

# port_is_taken PORT [ADDRESS]
port_is_taken() { (exec 3<>"/dev/tcp/${2:-127.0.0.1}/$1") 2>/dev/null; }

free_port_after() {
  local port=$1
  while
    port=$((port < 65526 ? port + 10 : 1024))
    port_is_taken "$port"
  do :; done
  echo "$port"
}

# other_port PORT ADDRESS  prints a command that uses another port.
other_port() {
  local variable=""
  case $1 in
    "$REGISTRY_PUBLISHED") variable=REGISTRY_PORT ;;
    "$APP_PUBLISHED") variable=APP_PORT ;;
  esac
  if [[ -n $variable && $2 != 127.* ]]; then
    echo "$variable=$(free_port_after "$1") ./build.sh   # or stop it"
  else
    echo "docker compose config   # stop it, or publish another port than $1"
  fi
}

# port_holder PORT ADDRESS
port_holder() {
  local holder=""
  [ "$2" = ::1 ] || holder=$(docker ps --filter "publish=$1" --format '{{.Ports}}|the container {{.Names}} (Compose project {{.Label "com.docker.compose.project"}})' |
    while IFS='|' read -r ports name; do ! has_port "$2" "$1" "$ports" || echo "$name"; done | head -n 1)
  [ -n "$holder" ] || holder=$(ss -Hltnp "sport = :$1" 2>/dev/null | awk -v address="$2" '$4 ~ (address == "::1" ? "^(\\[::1?\\]|\\*)" : "^(0\\.0\\.0\\.0|\\*|\\[::\\]):|" address "[]%:]")' |
    sed -nE 's/.*users:\(\("([^"]*)",pid=([0-9]+).*/the program \1 (process \2)/p' | head -n 1)
  [ "$2" != ::1 ] || holder="${holder:-another program} on ::1, which localhost may mean too"
  printf '%s' "${holder:-another program}"
}
