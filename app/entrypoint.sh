#!/bin/bash
# Blocks ping to this container, then becomes the web server, without root and without any capability.
set -euo pipefail

# The first process of a container ignores what it does not handle; Docker would wait 10 s for it.
trap 'exit 143' TERM

# Who asked for this container before it was there asks again after a second only: the host's look-up
# of its address (RFC 826) was lost, and requests wait for it. A packet to the host answers at once.
greet_host() {
  local destination gateway
  while read -r _ destination gateway _; do
    [ "$destination" = 00000000 ] || continue
    printf -v gateway '%d.%d.%d.%d' "0x${gateway:6:2}" "0x${gateway:4:2}" "0x${gateway:2:2}" "0x${gateway:0:2}"
    echo >"/dev/udp/$gateway/9" || :
  done 2>/dev/null </proc/net/route
}
greet_host

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
