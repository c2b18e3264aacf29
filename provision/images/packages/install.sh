#!/bin/sh
# Installs packages in a step that has /packages mounted: lists and archives come and go with the mount.
# Without py3compile, Debian's packages install no bytecode.
set -eu
DEBIAN_FRONTEND=noninteractive apt-get -c /packages/apt.conf install -qq -y --no-install-recommends \
  -o Dpkg::Options::=--path-exclude=/usr/bin/py3compile "$@"
rm -rf /var/log/apt /var/log/dpkg.log /var/log/alternatives.log
