#!/usr/bin/env bash
# Build → push → down → up: what is in app/ becomes the version that serves, and the digest proves it.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")"
source pipeline/say.sh
source pipeline/failures.sh
source pipeline/input.sh
source pipeline/engine.sh
source pipeline/registry.sh
source pipeline/stages.sh
source pipeline/deploy.sh

usage() {
  cat <<'TEXT'
Usage: ./build.sh [--provision | --help]

Builds the image of app/, pushes it to the stack's registry and redeploys with Compose.

  --provision   first install what this machine lacks (engine, images), as root on Debian 12

Environment (defaults are the document's):
  REGISTRY_PORT=5000               port of the registry on 127.0.0.1
  APP_PORT=8080                    port of the application on 127.0.0.1
  REGISTRY=localhost:5000          address that images are named after
  COMPOSE_PROJECT_NAME=<folder>    name of the Compose project
  IMAGE_LABEL=                     a label, key=value, for the image that is built

Exit codes: 0 deployed and proven, 2 bad input, 3 engine or tool missing, 4 another run goes on,
  10 registry, 11 build, 12 push, 13 down, 14 deploy, 15 proof, 130 or 143 interrupted
TEXT
}

main() {
  read_options "$@"
  check_input
  lock_project
  remember_serving_version

  echo "[*] Building image..."
  stage 11 build build_image

  stage 10 registry start_registry
  echo "[*] Pushing to registry..."
  stage 12 push push_image

  echo "[*] Stopping containers..."
  stage 13 down stop_containers

  echo "[*] Starting services..."
  stage 14 deploy start_services
  stage 15 proof prove_digests
  remove_replaced_images

  summary
  echo "[+] Pipeline completed successfully"
}

main "$@"
