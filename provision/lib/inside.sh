#!/usr/bin/env bash
# The first process of another machine (provision/machine.sh): changes to its root file system, runs
# the command and stops the engine, if the command has started one.
#   inside.sh ROOT MAVEN_FOLDER NAME COMMAND…
set -euo pipefail

ROOT=$1 MAVEN=$2 NAME=$3
shift 3

hostname "$NAME"
mount --bind "$ROOT" "$ROOT"
mount -t proc proc "$ROOT/proc"
mount --rbind /sys "$ROOT/sys"
mount --rbind /dev "$ROOT/dev"
mount -t tmpfs tmpfs "$ROOT/run"
mount --bind "$MAVEN" "$ROOT/root/.m2"
cd "$ROOT"
# Not chroot alone: runc refuses to start a process under it.
pivot_root . host
export ROOT
# shellcheck disable=SC2016 # the new machine's shell expands these
exec chroot . /usr/bin/env -i HOME=/root LANG=C.UTF-8 TERM="${TERM:-dumb}" ${CI:+CI="$CI"} \
  PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin bash -c '
    umount -l /host
    cd /project
    "$@"
    status=$?
    [ ! -e /run/docker.pid ] || provision/provision.sh --stop
    exit $status' machine "$@"
