# shellcheck shell=bash disable=SC2034,SC2153 # the parts of build.sh share their variables
# What the run was asked to do. All of it is checked before anything is touched.

STATE=.ecluse
ACTION=deploy PROVISION=no ROLLING=no VERSION="" ROLLBACK_TO=""
PROJECT="" IMAGE="" REPOSITORY="" TAG="" REGISTRY_ADDRESS="" STACK="" BUILT_IMAGES="" LOCK="" LOCKED="" PUBLISHED_PORTS=""

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
      *) refuse 2 "unknown option: $1" "./build.sh --help" ;;
    esac
    shift
  done
  [ $ACTION = deploy ] || [ "$given" = 1 ] || refuse 2 "--list and --collect-garbage stand alone" "./build.sh --help"
  [ -z "$VERSION" ] || [ -z "$ROLLBACK_TO" ] ||
    refuse 2 "--tag names what is built, --rollback builds nothing: not both" "./build.sh --rollback $ROLLBACK_TO"
  [ $PROVISION = no ] || [ -x provision/provision.sh ] ||
    refuse 2 "this folder has no provision/provision.sh" "run it from a whole clone"
}

# check_version OPTION VERSION…  a version must be a tag (OCI Distribution Specification 1.1).
check_version() {
  [[ ${2:-} =~ ^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$ ]] ||
    refuse 2 "$1 needs a version made of letters, digits, dots, dashes and underscores, not '${2:-}'" "./build.sh $1 v1.2.0"
}

# First what needs no engine, so that bad input is refused before anything is installed.
check_input() {
  local variable
  [ -f app/Dockerfile ] || refuse 2 "app/Dockerfile is missing in $PWD" "git checkout -- app"
  [ -f compose.yml ] || refuse 2 "compose.yml is missing in $PWD" "git checkout -- compose.yml"
  for variable in REGISTRY_PORT APP_PORT; do
    check_port_number "$variable" "${!variable-unset}"
  done
  [[ ${IMAGE_LABEL:-a=b} == ?*=* ]] || refuse 2 "IMAGE_LABEL is not key=value: $IMAGE_LABEL" "unset IMAGE_LABEL"
  [ $PROVISION = no ] || provision/provision.sh
  # While a release rolls, what serves goes first: on two cores the rest of it would be felt.
  [ $ROLLING = no ] || renice -n 10 $$ >/dev/null
  check_tools
  check_engine
  ask_for_published_ports
  read_stack
  check_ports_are_free
}

check_tools() {
  local tool
  for tool in curl flock awk; do
    command -v "$tool" >/dev/null || refuse 3 "the command $tool is missing" "./build.sh --provision"
  done
}

check_port_number() {
  [ "$2" != unset ] || return 0
  if ! [[ $2 =~ ^[1-9][0-9]{0,4}$ && $2 -le 65535 ]]; then
    refuse 2 "$1 is not a port from 1 to 65535: '$2'" "unset $1"
  fi
}

# Compose itself says what the stack is, whatever mix of files and environment it comes from.
read_stack() {
  local error
  STACK=$(docker compose config 2>/dev/null) || {
    docker compose version >/dev/null 2>&1 || refuse 3 "Compose v2 is missing" "./build.sh --provision"
    error=$(docker compose config 2>&1 >/dev/null | tail -n 1)
    refuse 2 "Compose refuses compose.yml: $error" "docker compose config"
  }
  # In quotes where it could be read as a number or a truth value, as in a folder 2026 or y.
  PROJECT=$(awk '$1 == "name:" { gsub(/"/, "", $2); print $2; exit }' <<<"$STACK")
  IMAGE=$(service_value app image:)
  [ -n "$IMAGE" ] || refuse 2 "compose.yml names no image for a service app" "git checkout -- compose.yml"
  REPOSITORY=${IMAGE%:*}
  TAG=${IMAGE##*:}
  [[ "$TAG" != "$VERSION" && "$TAG" != "$ROLLBACK_TO" ]] ||
    refuse 2 "$TAG moves with each release and is no version" "./build.sh --list"
  REGISTRY_ADDRESS=${IMAGE%%/*}
  STAGE_LOG=$STATE/$PROJECT.log
  BUILT_IMAGES=$STATE/$PROJECT.images
  mkdir -p "$STATE"
}

# service_value SERVICE KEY  prints the values of KEY within a service, as Compose resolved them.
service_value() {
  awk -v service="  $1:" -v key="$2" '
    /^  [^ ]/ { inside = ($0 == service) }
    /^[^ ]/ { inside = 0 }
    inside && $1 == key { gsub(/"/, "", $2); print $2 }' <<<"$STACK"
}

# Asked while Compose reads the stack: this needs nothing of it.
ask_for_published_ports() {
  exec 8< <(exec docker ps --format '{{.Label "com.docker.compose.project"}} {{.Ports}}' 2>/dev/null)
  PUBLISHED_PORTS=$!
}

check_ports_are_free() {
  local port ours seen=" "
  local ports=()
  mapfile -t ports < <(service_value registry published: && service_value app published:)
  for port in "${ports[@]}"; do
    [[ $seen != *" $port "* ]] ||
      refuse 2 "the registry and the application can't both have port $port" "APP_PORT=8080 ./build.sh"
    seen+="$port "
  done
  ours=$(awk -v project="$PROJECT" '$1 == project' <&8)
  exec 8<&-
  wait "$PUBLISHED_PORTS" || refuse_without_engine
  for port in "${ports[@]}"; do
    grep -q ":$port->" <<<"$ours" || ! port_is_taken "$port" ||
      refuse 2 "port $port is held by $(port_holder "$port")" "$(port_variable "$port")=$(free_port_after "$port") ./build.sh   # or stop it"
  done
}

port_is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

free_port_after() {
  local port=$1
  while
    port=$((port < 65526 ? port + 10 : 1024))
    port_is_taken "$port"
  do :; done
  echo "$port"
}

port_variable() { [ "$1" = "$(service_value registry published: | head -n 1)" ] && echo REGISTRY_PORT || echo APP_PORT; }

port_holder() {
  local holder
  holder=$(docker ps --filter "publish=$1" --format 'the container {{.Names}} (Compose project {{.Label "com.docker.compose.project"}})' | head -n 1)
  [ -n "$holder" ] || holder=$(ss -Hltnp "sport = :$1" 2>/dev/null | sed -nE 's/.*users:\(\("([^"]*)",pid=([0-9]+).*/the program \1 (process \2)/p' | head -n 1)
  printf '%s' "${holder:-another program}"
}

# One run at a time on one project, whichever checkout it comes from. The system lets go of the lock
# when the last process that holds it ends, so a killed run locks nobody out.
lock_project() {
  LOCK=/tmp/ecluse-$PROJECT.lock
  take_lock -n && return
  note "another run on project $PROJECT goes on; waiting for it (10 minutes at most)"
  take_lock -w 600 || refuse 4 "another run on project $PROJECT still goes on after 10 minutes" "fuser -v $LOCK"
}

# take_lock OPTION…  the run before deletes its lock file when it ends: a lock on that one is none.
take_lock() {
  while :; do
    [ -e "$LOCK" ] || (umask 111 && : >>"$LOCK") 2>/dev/null || :
    { exec 9<"$LOCK"; } 2>/dev/null || continue
    flock "$@" 9 || return 1
    [ "$LOCK" -ef /proc/self/fd/9 ] && break
  done
  LOCKED=yes
}
