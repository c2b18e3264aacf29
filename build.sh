#!/usr/bin/env bash
# Build → push → down → up: what is in app/ becomes the version that serves, and the digest proves it.
set -euo pipefail
((BASH_VERSINFO[0] >= 5)) || {
  echo "build.sh: bash $BASH_VERSION is too old, 5.0 is needed. Remedy: bash --version" >&2
  exit 3
}
# Whatever options and functions a person's shell exports.
set +o allexport +o keyword +o monitor +o noclobber +o noglob +o posix
shopt -u failglob localvar_inherit nocasematch nullglob xpg_echo
# shellcheck disable=SC2046 # a name has no blanks
unset -f $(compgen -A function)

unset CDPATH
[[ ${BASH_SOURCE[0]} != */* ]] || cd -- "${BASH_SOURCE[0]%/*}/"
source pipeline/settings.sh
set_aside_variables
source pipeline/say.sh
source pipeline/failures.sh
source pipeline/input.sh
source pipeline/engine.sh
source pipeline/registry.sh
source pipeline/release.sh
source pipeline/stages.sh
source pipeline/deploy.sh
source pipeline/versions.sh
source pipeline/proxy.sh
source pipeline/rolling.sh
source pipeline/swarm.sh
source pipeline/collect.sh

usage() {
  cat <<'TEXT'
Usage: ./build.sh [--rolling | --swarm] [--tag VERSION | --rollback VERSION]
                  [--provision]
       ./build.sh [--swarm] --list | --collect-garbage | --help
Builds the image of app/, pushes it to the registry and redeploys the stack.

  --rolling            release without an interruption, behind a proxy
  --swarm              release to the swarm that this machine manages
  --tag VERSION        also name the proven image VERSION; never overwritten
  --rollback VERSION   deploy VERSION from the registry, without a build
  --list               list the registry's tags, and which one runs
  --collect-garbage    free the space of overwritten tags; stops the registry
  --provision          first install Docker and the images (root, Debian 12+)

Examples: ./build.sh --rolling --tag v1.2.0
          ./build.sh --rollback v1.2.0
          APP_PORT=8090 REGISTRY_PORT=5010 ./build.sh

Environment, with defaults: APP_PORT=8080 and REGISTRY_PORT=5000 on 127.0.0.1,
  REGISTRY=localhost:5000 in the image's name, IMAGE_LABEL= (key=value),
  COMPOSE_PROJECT_NAME=<folder>, ECLUSE_STATE=/var/lib/ecluse/projects (records)
Exit codes: 0 deployed and proven, 2 bad input, 3 engine or tool missing,
  4 another run goes on, 10 registry, 11 build, 12 push, 13 down, 14 deploy,
  15 proof, 16 tag, 17 garbage, 18 check: a resource of the stack is missing,
  129, 130, 131, 141 or 143 interrupted
TEXT
}

main() {
  GIVEN="$*"
  read_options "$@"
  check_input
  case "$ACTION" in
    list)
      read_record
      tell_what_is_underway
      list_versions
      ;;
    collect)
      lock_project
      recover
      collect_garbage
      ;;
    *)
      lock_project
      if [ "$SWARM" = yes ]; then release_to_swarm; else deploy; fi
      ;;
  esac
}

deploy() {
  recover
  find_what_serves
  if [ -n "$ROLLBACK_TO" ]; then fetch_version; else publish; fi
  stage 18 check check_deployment
  if [ $ROLLING = yes ]; then roll; else redeploy; fi
  stage 15 proof prove
  [ -z "$OLD" ] || stage 14 drain retire_the_old
  [ -n "$LEFT" ] || record_end
  remove_replaced_images
  [ -z "$VERSION" ] || stage 16 tag name_version
  tell_who_may_ask_the_old_address
  summary
  echo "[+] Pipeline completed successfully"
}

publish() {
  echo "[*] Building image..."
  stage 11 build build_image

  stage 10 registry start_registry
  [ -z "$VERSION" ] || stage 16 tag refuse_taken_version
  echo "[*] Pushing to registry..."
  stage 12 push push_image
}

fetch_version() {
  echo "[*] Going back to $ROLLBACK_TO..."
  stage 10 registry start_registry
  stage 16 tag choose_version
}

redeploy() {
  echo "[*] Stopping containers..."
  stage 13 down stop_containers

  echo "[*] Starting services..."
  stage 14 deploy start_services
}

roll() {
  echo "[*] Rolling to the new version..."
  stage 14 deploy roll_over
}

main "$@"
