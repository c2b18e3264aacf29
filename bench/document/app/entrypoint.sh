#!/bin/bash
# The document only names this script, and says that it blocks ping.
iptables -A INPUT -p icmp --icmp-type echo-request -j DROP
exec "$@"
