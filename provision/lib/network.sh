# shellcheck shell=bash
# A network namespace of its own for an engine of its own: joined to the host's by a pair of
# interfaces, and translated on its way out. Its name ends in the id of the process that made it.

# make_network PREFIX THIRD  makes the network PREFIX$$ with addresses in 10.THIRD.0.0/16.
make_network() {
  local name=$1$$ net
  drop_stale_networks "$1" "$2"
  net=$(network_of $$ "$2")
  ip netns add "$name"
  ip link add "$name-a" type veth peer name "$name-b" netns "$name"
  ip addr add "$(address "$net" 1)/30" dev "$name-a"
  ip link set "$name-a" up
  ip -n "$name" link set lo up
  ip -n "$name" addr add "$(address "$net" 2)/30" dev "$name-b"
  ip -n "$name" link set "$name-b" up
  ip -n "$name" route add default via "$(address "$net" 1)"
  echo 1 >/proc/sys/net/ipv4/ip_forward
  rules -I "$name" "$net"
}

# remove_network NAME THIRD
remove_network() {
  rules -D "$1" "$(network_of "${1//[a-z]/}" "$2")" || :
  ip link del "$1-a" || :
  ip netns del "$1" || :
} 2>/dev/null

# What a run that was killed has left.
drop_stale_networks() {
  local name
  for name in $(ip netns list | awk -v prefix="$1" '$1 ~ "^" prefix "[0-9]+$" { print $1 }'); do
    [ -e "/proc/${name#"$1"}" ] || remove_network "$name" "$2"
  done
}

network_of() { printf '10.%d.%d.%d' "$2" $(($1 / 64 % 256)) $(($1 % 64 * 4)); }

address() { printf '%s.%d' "${1%.*}" $((${1##*.} + $2)); }

# rules -I|-D NAME NET  lets the namespace's traffic out through the host, or no longer.
# Engines reach each other under their own addresses: VXLAN packets that are translated arrive with a bad checksum.
rules() {
  iptables -w -t nat "$1" POSTROUTING -s "$3/30" -j MASQUERADE
  iptables -w -t nat "$1" POSTROUTING -s "$3/30" -d "${3%.*.*}.0.0/16" -j RETURN
  iptables -w "$1" FORWARD -i "$2-a" -j ACCEPT
  iptables -w "$1" FORWARD -o "$2-a" -j ACCEPT
}
