#!/bin/bash
# Blocks ping to this container, then becomes the web server, without root and without any capability.
set -euo pipefail

# The first process of a container ignores what it does not handle; Docker would wait 10 s for it.
trap 'exit 143' TERM

refuse() {
  echo "entrypoint: $1; the application does not start with ping open" >&2
  echo "entrypoint: remedy: give the container NET_ADMIN (compose.yml: cap_add: [NET_ADMIN])" >&2
  exit 1
}

drop_ping() {
  "$1" -w 5 -C INPUT -p "$2" --"$3"-type echo-request -j DROP 2>/dev/null ||
    "$1" -w 5 -A INPUT -p "$2" --"$3"-type echo-request -j DROP
}

drop_ping iptables icmp icmp || refuse "the rule that drops ICMP echo requests can't be set"
if [ -s /proc/net/if_inet6 ]; then
  drop_ping ip6tables ipv6-icmp icmpv6 || refuse "the rule that drops ICMPv6 echo requests can't be set"
fi

exec setpriv --reuid=app --regid=app --clear-groups \
  --bounding-set=-all --inh-caps=-all --ambient-caps=-all --no-new-privs "$@"
