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
  forget
}

refuse_if_anything_would_be_lost() {
  local containers volumes
  if ! engine_answers; then
    [ -z "$(recorded_values directory)" ] || [ ! -e /var/lib/docker/volumes ] ||
      die 4 "the engine does not answer, so its containers and volumes are unknown; nothing was removed" \
        "provision/provision.sh && provision/provision.sh --remove"
    return 0
  fi
  containers=$(docker ps -aq | wc -l)
  volumes=$(docker volume ls -q | wc -l)
  [ "$containers$volumes" = 00 ] ||
    die 4 "the engine holds $containers containers and $volumes volumes, which would be lost; nothing was removed" \
      "docker ps -a; docker volume ls     # remove those that you no longer need, then run this again"
}

remove_images() {
  local name
  engine_answers || return 0
  for name in $(recorded_values image); do
    ! image_exists "$name" || step "removing the image $name" docker image rm -f "$name"
  done
}

# Purging Debian's docker.io deletes all that the engine holds; so with images of somebody else's
# in it, the packages are removed and the engine's files stay.
remove_engine() {
  local packages directory others action=purge
  mapfile -t packages < <(packages_to_remove)
  [ ${#packages[@]} -gt 0 ] || return 0
  others=$(docker images -q 2>/dev/null | sort -u | wc -l)
  if [[ " ${packages[*]} " != *" docker.io "* ]]; then
    action=remove
    say "the Docker engine stays, with its images, containers and volumes"
  else
    stop_engine
    [ "$others" = 0 ] || {
      action=remove
      say "/var/lib/docker stays: it holds $others images that provisioning did not make"
    }
  fi
  step "removing ${#packages[@]} packages" env DEBIAN_FRONTEND=noninteractive apt-get -qq "$action" -y "${packages[@]}"
  [ "$action" = purge ] || return 0
  for directory in $(recorded_values directory); do
    step "removing $directory" remove_directory "$directory"
  done
  rm -f "$ENGINE_LOG"
}

# Prints the recorded packages that can go without taking anything else with them. Where the whole set
# can't, it is built up one by one, and a package that would take something stays and says why.
packages_to_remove() {
  local package others recorded going=()
  mapfile -t recorded < <(still_installed)
  [ ${#recorded[@]} -gt 0 ] || return 0
  if [ -z "$(lost_with "${recorded[@]}")" ]; then
    printf '%s\n' "${recorded[@]}"
    return
  fi
  for package in "${recorded[@]}"; do
    others=$(lost_with "${going[@]}" "$package" | grep -vxF -f <(printf '%s\n' "${recorded[@]}") | paste -sd' ') || :
    if [ -z "$others" ]; then going+=("$package"); else say "$package stays, because these packages depend on it: $others" >&2; fi
  done
  [ ${#going[@]} -eq 0 ] || printf '%s\n' "${going[@]}"
}

# Prints the recorded packages that are installed now.
still_installed() {
  local package
  for package in $(recorded_values package); do
    ! dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null | grep -q '^ii' || echo "$package"
  done
}

# lost_with PACKAGE…  prints what removing these packages would remove besides them, as apt simulates it.
lost_with() {
  apt-get -s -qq remove "$@" | awk '$1 == "Remv" || $1 == "Purg" { print $2 }' |
    grep -vxF -f <(printf '%s\n' "$@") || :
}

# Forgets what was undone. The record keeps the packages that stay, so that --remove can finish later.
forget() {
  local package staying
  mapfile -t staying < <(still_installed)
  # The records of releases are the pipeline's.
  find "$STATE_DIR" -mindepth 1 -maxdepth 1 ! -name projects -exec rm -rf {} +
  rmdir "$STATE_DIR" 2>/dev/null || say "the records of releases stay in $STATE_DIR/projects"
  if [ ${#staying[@]} -eq 0 ]; then
    say "everything in the record is removed"
    return
  fi
  for package in "${staying[@]}"; do record package "$package"; done
  say "removed, except these packages, which stay in the record: ${staying[*]}"
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
  recorded engine started || die 4 "this script did not start the engine, and does not stop it" "systemctl stop docker"
  stop_engine
}

stop_engine() {
  local pid
  if [ -d /run/systemd/system ]; then
    step "stopping the Docker engine" systemctl stop docker.socket docker
    return
  fi
  pid=$(cat /var/run/docker.pid 2>/dev/null) || return 0
  step "stopping the Docker engine" terminate "$pid"
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
