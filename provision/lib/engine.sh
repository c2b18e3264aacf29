# shellcheck shell=bash
# The Docker engine: found, installed from Debian's packages, or started again.

ENGINE_LOG=/var/log/ecluse-dockerd.log

engine_answers() { docker version --format '{{.Server.Version}}' >/dev/null 2>&1; }

# Prints what is missing, one a line; nothing if all is there.
missing_parts() {
  command -v docker >/dev/null || echo "the docker command"
  engine_answers || echo "a Docker engine that answers${DOCKER_HOST:+ at $DOCKER_HOST}"
  docker compose version >/dev/null 2>&1 || echo "the Compose v2 plugin"
  docker buildx version >/dev/null 2>&1 || echo "the Buildx plugin"
  command -v curl >/dev/null || echo "the command curl"
  command -v jq >/dev/null || echo "the command jq"
}

check_engine() {
  local missing socket=${DOCKER_HOST:-unix:///var/run/docker.sock}
  socket=${socket#unix://}
  [ ! -S "$socket" ] || [ -w "$socket" ] ||
    die 3 "you may not use the Docker engine: $socket is for root and the group $(stat -c %G "$socket")" "sudo usermod -aG docker $(id -un) && newgrp docker"
  missing=$(missing_parts | paste -sd, | sed 's/,/, /g')
  [ -z "$missing" ] ||
    die 3 "this machine lacks: $missing" "./build.sh --provision   (or: mvn verify -Pprovision)"
}

ensure_engine() {
  if [ -z "$(missing_parts)" ]; then
    say "Docker engine $(docker version --format '{{.Server.Version}}') with Compose and Buildx answers"
    return
  fi
  [ -z "${DOCKER_HOST:-}" ] ||
    die 3 "no engine with Compose and Buildx answers at DOCKER_HOST=$DOCKER_HOST" "unset DOCKER_HOST"
  need_root_on_debian "Docker engine"
  install_engine
  engine_answers || start_engine
  check_engine
}

# The substitute images need a Debian root file system. On a machine that has never had an engine it
# is made while the engine is installed: each takes half a minute, and one core.
install_engine() {
  local packages=() tool
  for tool in curl jq; do command -v $tool >/dev/null || packages+=("$tool"); done
  if ! { command -v dockerd && docker compose version && docker buildx version; } >/dev/null 2>&1; then
    mapfile -t packages < <(engine_packages)
  fi
  [ ${#packages[@]} -gt 0 ] || return 0
  write_apt_configuration
  step "reading the package lists" our_apt update
  if [ ! -e /var/lib/docker ] && [ ! -e /var/lib/containerd ]; then
    record directory /var/lib/docker
    record directory /var/lib/containerd
    install_mmdebstrap
    begin_base
  fi
  step "installing the Docker engine, Compose and Buildx" install_packages "${packages[@]}"
}

start_engine() {
  drop_stale_pid_file /var/run/docker.pid
  drop_stale_pid_file /run/docker/containerd/containerd.pid
  step "starting the Docker engine" launch_engine
  record engine started
}

# A killed engine leaves its pid file, and another process may have that number by now.
drop_stale_pid_file() {
  local pid
  [ -f "$1" ] || return 0
  pid=$(cat "$1")
  if ! grep -qE '^(dockerd|containerd)$' "/proc/$pid/comm" 2>/dev/null; then
    rm -f "$1"
  fi
}

launch_engine() {
  if [ -d /run/systemd/system ]; then
    systemctl start docker
  else
    setsid --fork dockerd </dev/null >>"$ENGINE_LOG" 2>&1
  fi
  wait_for_engine
}

# dockerd answers after about 2 s; with containers to restore it takes longer.
wait_for_engine() {
  local tries
  for ((tries = 0; tries < 600; tries++)); do
    ! engine_answers || return 0
    sleep 0.1
  done
  echo "the engine did not answer within 60 s; the last lines of $ENGINE_LOG:"
  tail -n 20 "$ENGINE_LOG"
  return 1
}
