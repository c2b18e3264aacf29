#!/usr/bin/env bash
# The first process of another machine (provision/machine.sh): changes to its root file system, runs
# the command and stops the engine, if one was started.
#   inside.sh ROOT MAVEN_FOLDER NAME root|user COMMAND…
set -euo pipefail

enter() {
  local root=$1 maven=$2
  hostname "$3"
  mount --bind "$root" "$root"
  mount -t proc proc "$root/proc"
  mount --rbind /sys "$root/sys"
  mount --rbind /dev "$root/dev"
  mount -t tmpfs tmpfs "$root/run"
  mount --bind "$maven" "$root/root/.m2"
  cd "$root"
  # Not chroot alone: runc refuses to start a process under it.
  pivot_root . host
  exec chroot . /usr/bin/env -i HOME=/root LANG=C.UTF-8 TERM="${TERM:-dumb}" ${CI:+CI="$CI"} \
    ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} ${no_proxy:+no_proxy="$no_proxy"} \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    /project/provision/lib/inside.sh --entered "${@:4}"
}

run() {
  local as=$1 status=0
  shift
  umount -l /host
  cd /project
  if [ "$as" = user ]; then as_user "$@" || status=$?; else "$@" || status=$?; fi
  [ ! -e /run/docker.pid ] || provision/provision.sh --stop || :
  exit $status
}

# A user has no part in root's Maven folder, and gets a copy.
as_user() {
  provision/provision.sh || return
  id user >/dev/null 2>&1 || useradd --create-home --groups docker user
  [ -e /home/user/.m2 ] || cp -r /root/.m2 /home/user
  chown -R user: /project /home/user
  setpriv --reuid=user --regid=user --init-groups env HOME=/home/user USER=user "$@"
}

if [ "$1" = --entered ]; then run "${@:2}"; else enter "$@"; fi
