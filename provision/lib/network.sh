# shellcheck shell=bash
# A network namespace of its own for an engine of its own: joined to the host's by a pair of
# interfaces, and translated on its way out.

# make_network NAME THIRD  where THIRD is the second number of its addresses: 10.THIRD.0.0/16 is divided
# by process ids.
make_network() {
  NETWORK=$1 NET=10.$2.$(($$ / 64 % 256)).$(($$ % 64 * 4))
  ip netns add "$NETWORK"
  ip link add "$NETWORK-a" type veth peer name "$NETWORK-b" netns "$NETWORK"
  ip addr add "$(address 1)/30" dev "$NETWORK-a"
  ip link set "$NETWORK-a" up
  ip -n "$NETWORK" link set lo up
  ip -n "$NETWORK" addr add "$(address 2)/30" dev "$NETWORK-b"
  ip -n "$NETWORK" link set "$NETWORK-b" up
  ip -n "$NETWORK" route add default via "$(address 1)"
  echo 1 >/proc/sys/net/ipv4/ip_forward
  rules -I
}

remove_network() {
  rules -D || :
  ip link del "$NETWORK-a" || :
  ip netns del "$NETWORK" || :
} 2>/dev/null

address() { printf '%s.%d' "${NET%.*}" $((${NET##*.} + $1)); }

# rules -I|-D  lets the namespace's traffic out through the host, or no longer.
rules() {
  iptables -w -t nat "$1" POSTROUTING -s "$(address 0)/30" -j MASQUERADE
  iptables -w "$1" FORWARD -i "$NETWORK-a" -j ACCEPT
  iptables -w "$1" FORWARD -o "$NETWORK-a" -j ACCEPT
}
