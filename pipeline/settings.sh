# Settings of the user's shell, of Docker and of tools that could change a run: overridden, or refused by name.

USERS_VARIABLES=()

# set_aside_variables  keeps what the user has exported for Compose. Bash would export this script's own variables of
# the same names instead.
set_aside_variables() {
  # shellcheck disable=SC2046 # a name has no blanks
  set -- $(compgen -e)
  while [ $# -gt 0 ]; do
    is_for_every_program "$1" || {
      USERS_VARIABLES+=("$1=${!1-}")
      declare -g +x "$1"
    }
    shift
  done
}

# is_for_every_program NAME  the last ones belong to bash itself.
is_for_every_program() { [[ $1 == @(APP_PORT|BUILDX_*|COMPOSE_*|CURL_CA_BUNDLE|DOCKER_*|HOME|LC_ALL|LD_*|PATH|SSL_CERT_*|TMPDIR|XDG_*|BASH*|EUID|PPID|SHELLOPTS|UID) ]]; }

# with_users_variables COMMAND…  runs it with them instead of this shell, which must be a subshell.
with_users_variables() {
  local -
  # They may hold passwords.
  set +x
  [ ${#USERS_VARIABLES[@]} = 0 ] || {
    # Bash exports no array: first those of this script go, a local one and then the global one.
    unset -v "${USERS_VARIABLES[@]%%=*}" 2>/dev/null || :
    unset -v "${USERS_VARIABLES[@]%%=*}" 2>/dev/null || :
    export "${USERS_VARIABLES[@]}"
  }
  exec "$@"
}

check_tools() {
  local tool
  for tool in curl flock awk jq; do
    command -v "$tool" >/dev/null || refuse 3 "the command $tool is missing" "./build.sh --provision"
  done
  tee -p </dev/null 2>/dev/null || refuse 3 "this machine's tee is not that of GNU, which the run's log needs" "apk add coreutils"
}

# This script reads the tools' messages, which must be in English.
set_aside_settings() {
  export LC_ALL=C DOCKER_BUILDKIT=1 BUILDX_BAKE_ENTITLEMENTS_FS=0 BUILDX_GIT_INFO=0 DOCKER_CONTENT_TRUST=0
  unset DOCKER_API_VERSION DOCKER_TLS DOCKER_TLS_VERIFY DOCKER_CERT_PATH COMPOSE_REMOVE_ORPHANS
}

check_engine() {
  local endpoint=${DOCKER_HOST:-} setting=DOCKER_HOST context
  type -P docker >/dev/null || refuse 3 "the docker command is missing" "./build.sh --provision"
  docker_setting .currentContext
  [ -n "$endpoint" ] || context=${DOCKER_CONTEXT:-$SETTING}
  # Another builder would keep the image to itself, so the engine's own builder is used.
  export BUILDX_BUILDER=${context:=default}
  if [ "$context" != default ]; then
    setting="the Docker context $context"
    endpoint=$(docker context inspect -f '{{.Endpoints.docker.Host}}' 2>/dev/null) ||
      refuse 3 "$setting does not exist" "unset DOCKER_CONTEXT; docker context use default"
  fi
  case "${endpoint:=unix:///var/run/docker.sock}" in
    unix:*) ;;
    *) refuse 3 "$setting is $endpoint, but the pipeline needs an engine on this machine" "unset DOCKER_HOST DOCKER_CONTEXT; docker context use default" ;;
  esac
  endpoint=${endpoint#unix://}
  # A rootless engine belongs to a user, and so does the record.
  [[ $endpoint != /run/user/* ]] || STATES=${XDG_STATE_HOME:-$HOME/.local/state}/ecluse/projects
  SOCKET=$endpoint
  [ ! -S "$endpoint" ] || [ -w "$endpoint" ] ||
    refuse 3 "you may not use the Docker engine: $endpoint is for root and the group $(stat -c %G "$endpoint")" "sudo usermod -aG docker $(id -un) && newgrp docker"
  check_platform
  find_plugins
}

# docker_setting PATH  sets SETTING to the value in Docker's config.json.
docker_setting() {
  local file=${DOCKER_CONFIG:-${HOME:-}/.docker}/config.json
  SETTING=""
  [ ! -r "$file" ] || SETTING=$(jq -r "$1 // empty" "$file" 2>/dev/null) || :
}

check_platform() {
  local platform=${DOCKER_DEFAULT_PLATFORM:-} own
  [ -n "$platform" ] || return 0
  own=$(docker version -f '{{.Server.Os}}/{{.Server.Arch}}' 2>/dev/null) || refuse_without_engine
  [[ $platform == "$own"* ]] ||
    refuse 2 "DOCKER_DEFAULT_PLATFORM is $platform, but this engine runs $own" "unset DOCKER_DEFAULT_PLATFORM"
}

# If config.json names a helper for a registry, Docker calls it even if the registry has no login.
check_credentials() {
  docker_setting "(.credHelpers // {})[\"$REGISTRY_ADDRESS\"] // .credsStore"
  [ -z "$SETTING" ] || command -v "docker-credential-$SETTING" >/dev/null ||
    refuse 3 "Docker's config.json names docker-credential-$SETTING, which is not installed" "DOCKER_CONFIG=\$(mktemp -d) ./build.sh   # or remove the helper from that file"
  [[ $REGISTRY_URL == http:* ]] || read_login "$SETTING"
}

# read_login HELPER  sets LOGIN to the user and password that `docker login` has kept, as a quoted string.
read_login() {
  local - answer
  set +x
  if [ -z "$1" ]; then
    docker_setting ".auths[\"$REGISTRY_ADDRESS\"].auth // empty | @base64d | @json"
    LOGIN=$SETTING
    return
  fi
  answer=$(with_users_variables "docker-credential-$1" get <<<"$REGISTRY_ADDRESS" 2>/dev/null) || {
    [[ $answer == *"not found"* ]] || refuse 3 "docker-credential-$1 failed: $answer" "docker-credential-$1 list"
    return 0
  }
  LOGIN=$(jq '"\(.Username):\(.Secret)"' <<<"$answer")
}
