# shellcheck shell=bash
# Undoing: images, engine, packages and files, each only if the record says that it was made here.

remove_all() {
  [ -f "$RECORD" ] || {
    say "nothing to remove: no record at $RECORD"
    return
  }
  refuse_if_anything_would_be_lost
  remove_images
  remove_engine
  rm -rf "$STATE_DIR"
  say "all that the record named is removed"
}

refuse_if_anything_would_be_lost() {
  local containers volumes
  if ! engine_answers; then
    [ -z "$(recorded_values directory)" ] || [ ! -e /var/lib/docker/volumes ] ||
      die 4 "the engine does not answer, so nobody can tell what containers and volumes it holds" \
        "provision/provision.sh && provision/provision.sh --remove"
    return 0
  fi
  containers=$(docker ps -aq | wc -l)
  volumes=$(docker volume ls -q | wc -l)
  [ "$containers$volumes" = 00 ] ||
    die 4 "$containers containers and $volumes volumes exist that provisioning did not make; nothing was removed" \
      "docker ps -a; docker volume ls   (stop and remove what you no longer need, then run this again)"
}

remove_images() {
  local name
  engine_answers || return 0
  for name in $(recorded_values image); do
    ! image_exists "$name" || step "image $name removed" docker image rm -f "$name"
  done
}

# Purging Debian's docker.io deletes all that the engine holds; so with images of somebody else's
# in it, the packages are removed and the engine's files stay.
remove_engine() {
  local packages directory others action=purge
  mapfile -t packages < <(recorded_values package)
  [ ${#packages[@]} -gt 0 ] || return 0
  others=$(docker images -q 2>/dev/null | sort -u | wc -l)
  stop_engine
  if [ "$others" -gt 0 ]; then
    action=remove
    say "/var/lib/docker stays: it holds $others images that provisioning did not make"
  fi
  step "${#packages[@]} packages removed" env DEBIAN_FRONTEND=noninteractive apt-get -qq "$action" -y "${packages[@]}"
  [ "$action" = purge ] || return 0
  for directory in $(recorded_values directory); do
    step "$directory removed" remove_directory "$directory"
  done
  rm -f "$ENGINE_LOG"
}

# A disk that has been mounted there since then stays mounted.
remove_directory() {
  if mountpoint -q "$1"; then
    find "$1" -mindepth 1 -delete
  else
    rm -rf "$1"
  fi
}

stop_own_engine() {
  recorded engine started || die 4 "the engine was not started by provisioning" "systemctl stop docker"
  stop_engine
}

stop_engine() {
  local pid
  if [ -d /run/systemd/system ]; then
    step "Docker engine stopped" systemctl stop docker.socket docker
    return
  fi
  pid=$(cat /var/run/docker.pid 2>/dev/null) || return 0
  step "Docker engine stopped" terminate "$pid"
}

# terminate PID  ends it with SIGTERM and waits until it is gone.
terminate() {
  local tries
  kill "$1" || return 0
  for ((tries = 0; tries < 300; tries++)); do
    kill -0 "$1" 2>/dev/null || return 0
    sleep 0.1
  done
  echo "process $1 did not end within 30 s"
  return 1
}
