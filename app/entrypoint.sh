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
  echo "entrypoint: the rule that drops ICMP echo requests can't be set: $1; the application does not start with ping open" >&2
  [ -z "${2:-}" ] || echo "entrypoint: remedy: $2" >&2
  exit 1
}

# Whether this process may change packet filters: CAP_NET_ADMIN is number 12 (capabilities(7)).
has_net_admin() {
  local name mask
  while read -r name mask; do
    [ "$name" != CapEff: ] || return $((!(0x$mask >> 12 & 1)))
  done </proc/self/status
}

# Whether an interface beside loopback has an IPv6 address. Files in /proc have no size to ask for;
# a kernel without IPv6 has no such file.
has_ipv6() {
  local interface
  while read -r _ _ _ _ _ interface; do
    [ "$interface" = lo ] || return 0
  done 2>/dev/null </proc/net/if_inet6
  return 1
}

drop_ping() {
  "$1" -w 5 -C INPUT -p "$2" --"$3"-type echo-request -j DROP 2>/dev/null ||
    error=$("$1" -w 5 -A INPUT -p "$2" --"$3"-type echo-request -j DROP 2>&1)
}

block_ping() {
  local error=""
  command -v iptables >/dev/null || refuse "the image has no iptables"
  has_net_admin || refuse "the container lacks NET_ADMIN" "give the container NET_ADMIN (compose.yml: cap_add: [NET_ADMIN])"
  drop_ping iptables icmp icmp || refuse "${error//$'\n'/ }"
  # Without IPv6 it need not succeed; it is tried, as the container may get IPv6 while it runs.
  drop_ping ip6tables ipv6-icmp icmpv6 || ! has_ipv6 || refuse "${error//$'\n'/ }"
}
block_ping

exec setpriv --reuid=app --regid=app --clear-groups \
  --bounding-set=-all --inh-caps=-all --ambient-caps=-all --no-new-privs "$@"
