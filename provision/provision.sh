#!/usr/bin/env bash
# Brings a machine to the point where the stack and its gate run: a Docker engine with Compose v2
# and Buildx, and every image that they need. Run again, it finds all there and touches nothing.
set -euo pipefail
unset CDPATH

PROVISION_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$PROVISION_DIR/lib/say.sh"
source "$PROVISION_DIR/lib/record.sh"
source "$PROVISION_DIR/lib/distributions.sh"
source "$PROVISION_DIR/lib/apt.sh"
source "$PROVISION_DIR/lib/engine.sh"
source "$PROVISION_DIR/lib/images.sh"
source "$PROVISION_DIR/lib/remove.sh"

usage() {
  cat <<'TEXT'
Usage: provision/provision.sh [--examples | --check | --refresh | --stop |
                              --remove | --help]

Installs and starts a Docker engine with Compose and Buildx, and provides every
image that the stack and its gate need. Without an option, it adds what is
missing and changes nothing else. Needs root on Debian 12 or newer.

  --examples  also provide the images of examples/
  --check     print what is missing and the command that installs it
  --refresh   replace substitute images by the real ones, where a registry
              offers them
  --stop      stop the engine, if this script has started it
  --remove    uninstall what this script has installed, and nothing else

Examples:
  sudo provision/provision.sh            # set the machine up
  provision/provision.sh --check         # look first
  sudo provision/provision.sh --remove   # and back

Exit codes: 0 all is present, 2 bad usage, 3 something is missing or can't be
installed, 4 refused, because something would be lost.
TEXT
}

provision() {
  ensure_engine
  ensure_images
  say "ready after $(elapsed_since "$STARTED")"
}

main() {
  [ $# -le 1 ] || die 2 "takes one option at most, not: $*" "provision/provision.sh --help"
  case "${1:-}" in
    "") provision ;;
    --examples)
      add_examples
      provision
      ;;
    --check) check_engine ;;
    --refresh)
      add_examples
      ensure_engine
      refresh_images
      ;;
    --stop) stop_own_engine ;;
    --remove) remove_all ;;
    --help | -h) usage ;;
    *) die 2 "unknown option: $1" "provision/provision.sh --help" ;;
  esac
}

main "$@"
