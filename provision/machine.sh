#!/usr/bin/env bash
# Another machine to try the project on: a Debian release of its own, with a network, processes and a
# Docker engine of its own. This machine's engine and ports go on beside it.
set -euo pipefail
unset CDPATH

PROJECT_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
PROVISION_DIR=$PROJECT_DIR/provision
# shellcheck disable=SC2034 # say.sh names it
SPEAKER=machine
source "$PROVISION_DIR/lib/say.sh"
source "$PROVISION_DIR/lib/record.sh"
source "$PROVISION_DIR/lib/distributions.sh"
source "$PROVISION_DIR/lib/apt.sh"
source "$PROVISION_DIR/lib/network.sh"

MACHINES=${ECLUSE_MACHINES:-/var/lib/ecluse-machines}
# What the README asks of a fresh machine.
PACKAGES=ca-certificates,default-jdk-headless,git,maven
ACTION=run SUITE="" STORE="" FRESH=no RUN_AS=root ROOT="" COMMAND=()

usage() {
  cat <<'TEXT'
Usage: provision/machine.sh [OPTION…] RELEASE -- COMMAND…
       provision/machine.sh --remove RELEASE

Runs a command of this project on another machine: a fresh Debian RELEASE with a
JDK, Maven and git. RELEASE is bookworm, trixie or testing (the newest Docker).
The first run makes the machine in a minute. Needs root on Debian 12 or newer.

  --store overlay2|containerd   image store of its Docker engine
  --user      provision as root, then run the command as a user in group docker
  --fresh     make the machine anew
  --remove    delete the machine

Examples:
  # the newest Docker, from nothing to a gate that passes
  provision/machine.sh --store containerd testing -- mvn -B verify -Pprovision
  # the same for a user who is not root
  provision/machine.sh --store containerd --user testing -- mvn -B verify

The command runs in a copy of this checkout. Its reports are in
target/machines/RELEASE afterwards.
Exit codes: the command's own, 2 bad usage, 3 not possible here, 4 in use.
TEXT
}

read_options() {
  while [[ ${1:-} == -* ]]; do
    case "$1" in
      --help | -h) ACTION=help ;;
      --store)
        [[ ${2:-} =~ ^(overlay2|containerd)$ ]] || die 2 "--store takes overlay2 or containerd, not '${2:-}'" "$0 --help"
        STORE=$2
        shift
        ;;
      --user) RUN_AS=user ;;
      --fresh) FRESH=yes ;;
      --remove) ACTION=remove ;;
      *) die 2 "unknown option: $1" "$0 --help" ;;
    esac
    shift
  done
  case $ACTION in
    help) return ;;
    remove) [ $# = 1 ] || die 2 "--remove takes one release" "$0 --remove trixie" ;;
    run)
      [[ ${2:-} == -- && $# -ge 3 ]] ||
        die 2 "a release, -- and a command are missing" "$0 trixie -- mvn -B verify -Pprovision"
      ;;
  esac
  choose "$1"
  COMMAND=("${@:3}")
}

choose() {
  [[ $1 =~ ^(bookworm|trixie|testing)$ ]] ||
    die 2 "the release must be bookworm, trixie or testing, not '$1'" "$0 trixie -- mvn -B verify -Pprovision"
  SUITE=$1
  ROOT=$MACHINES/$SUITE
}

# One run at a time on a machine. Nobody but root may prepare what root then runs.
lock_machine() {
  (umask 077 && mkdir -p "$MACHINES")
  [ -O "$MACHINES" ] || die 3 "the folder $MACHINES belongs to another user" "ECLUSE_MACHINES=/another/folder $0 …"
  exec 9>"$ROOT.lock"
  flock -n 9 || die 4 "another run uses the machine $SUITE" "fuser -v $ROOT.lock   # shows its process"
}

remove_machine() {
  [ ! -e "$ROOT" ] || [ -e "$ROOT/made" ] || die 4 "this script did not make the folder $ROOT, and does not delete it" "ECLUSE_MACHINES=/another/folder $0 …"
  rm -rf --one-file-system "$ROOT" "$ROOT.new"
}

check_host() {
  need_root_on_debian "mmdebstrap, which makes the machine," "run this in a privileged container of debian:13, as .github/workflows/ci.yml does"
  local tool missing=()
  for tool in mmdebstrap:mmdebstrap ip:iproute2 iptables:iptables unshare:util-linux; do
    command -v "${tool%:*}" >/dev/null || missing+=("${tool#*:}")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  write_apt_configuration
  step "reading the package lists" our_apt update
  step "installing ${missing[*]}" install_packages "${missing[@]}"
}

# The mirror's copy of testing may be older than the date that it says it is good for.
make_machine() {
  [ ! -e "$ROOT/made" ] || return 0
  remove_machine
  step "making a machine with Debian $SUITE" bootstrap
  touch "$ROOT.new/made"
  mv "$ROOT.new" "$ROOT"
}

bootstrap() {
  local sources
  sources=$(debian_sources "$SUITE")
  # Testing gets its mends by its own archive.
  [ "$SUITE" != testing ] || sources=$(awk '$3 == "testing"' <<<"$sources")
  mmdebstrap --variant=minbase --quiet --dpkgopt=force-unsafe-io \
    --aptopt='Acquire::Check-Valid-Until "false"' --include="$PACKAGES" \
    --customize-hook="$PROVISION_DIR/lib/trust.sh" "$SUITE" "$ROOT.new" - <<<"$sources"
}

# The tracked and the new files of this checkout; target/ of the run before goes.
copy_project() {
  rm -rf "$ROOT/project"
  mkdir -p "$ROOT/project"
  git -C "$PROJECT_DIR" ls-files -z --cached --others --exclude-standard |
    tar -C "$PROJECT_DIR" --null --ignore-failed-read -T - -c | tar -C "$ROOT/project" -x
}

# Prints resolv.conf for another network: from there, the host's loopback addresses lead nowhere.
resolver() {
  local file
  for file in /etc/resolv.conf /run/systemd/resolve/resolv.conf; do
    ! grep -vE '^nameserver +(127\.|::1)' "$file" 2>/dev/null | grep '^nameserver' || return 0
  done
  die 3 "every resolver in /etc/resolv.conf is on loopback, and the other machine can't reach that" "add a resolver with another address to /etc/resolv.conf"
}

prepare() {
  # A program of the machine may have made links of these: they are never followed.
  rm -f "$ROOT/etc/resolv.conf" "$ROOT/etc/hosts" "$ROOT/etc/docker/daemon.json"
  resolver >"$ROOT/etc/resolv.conf"
  printf '127.0.0.1 localhost %s\n' "$SUITE" >"$ROOT/etc/hosts"
  mkdir -p "$ROOT/etc/docker" "$ROOT/host" "$ROOT/root/.m2" "${HOME:=/root}/.m2"
  [ -z "$STORE" ] || printf '{"features":{"containerd-snapshotter":%s}}\n' \
    "$([ "$STORE" = containerd ] && echo true || echo false)" >"$ROOT/etc/docker/daemon.json"
  copy_project
}

# The command's process is the first of a namespace of its own: when it ends, all that it started ends,
# and when this script is killed, so is it.
run() {
  local name=ecm$$ status=0
  # shellcheck disable=SC2064 # the name of now
  trap "remove_network $name 214" EXIT
  make_network ecm 214
  setpriv --pdeathsig KILL nsenter --net="/run/netns/$name" \
    unshare --mount --uts --ipc --pid --fork --kill-child --propagation private \
    "$PROVISION_DIR/lib/inside.sh" "$ROOT" "$HOME/.m2" "$SUITE" "$RUN_AS" "${COMMAND[@]}" || status=$?
  keep_reports || say "the reports could not be copied to target/machines/$SUITE"
  exit $status
}

keep_reports() {
  local kept=$PROJECT_DIR/target/machines/$SUITE report
  rm -rf "$kept"
  for report in ecluse failsafe-reports surefire-reports; do
    [ ! -e "$ROOT/project/target/$report" ] || { mkdir -p "$kept" && cp -a "$ROOT/project/target/$report" "$kept"; }
  done
}

main() {
  read_options "$@"
  case $ACTION in
    help) usage ;;
    remove) lock_machine && remove_machine ;;
    run)
      check_host
      lock_machine
      [ $FRESH = no ] || remove_machine
      make_machine
      prepare
      run
      ;;
  esac
}

main "$@"
