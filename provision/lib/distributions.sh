# shellcheck shell=bash
# What a person types on a machine that provisioning does not install on: the distribution's own
# packages, by its own names. ID counts before ID_LIKE: a derivative need not have its parent's packages.

SYSTEMD_START='sudo systemctl enable --now docker'

# Prints the command for this machine.
install_by_hand() {
  local id command=""
  for id in $(os_release ID) $(os_release ID_LIKE); do
    command=$(install_command "$id")
    [ -z "$command" ] || break
  done
  printf '%s' "${command:-install Docker Engine 25 or newer with Compose v2, Buildx, curl, jq, iptables and iproute2, and start it}   # then run this again"
}

# install_command ID  prints the command for a distribution, nothing for one that is not known.
install_command() {
  case "$1" in
    ubuntu) echo "sudo apt-get update && sudo apt-get install -y docker.io docker-compose-v2 docker-buildx curl jq iptables iproute2 && $SYSTEMD_START" ;;
    debian) # Debian itself comes here only if it is older than 12.
      if [ "$(os_release ID)" = debian ]; then
        echo "upgrade to Debian 12 or newer: this release has no Docker engine that is new enough"
      else
        echo "sudo apt-get update && sudo apt-get install -y docker.io docker-cli docker-compose docker-buildx curl jq iptables iproute2 && $SYSTEMD_START   (where one is not found: https://docs.docker.com/engine/install/)"
      fi
      ;;
    fedora) echo "sudo dnf -y install moby-engine docker-cli docker-compose docker-buildx curl jq iptables-nft iproute && $SYSTEMD_START" ;;
    rhel | centos | rocky | almalinux | ol) echo "sudo dnf -y install docker-ce docker-ce-cli containerd.io docker-buildx-plugin docker-compose-plugin jq iptables-nft iproute && $SYSTEMD_START   (from Docker's own repository, as this distribution has no Docker: https://docs.docker.com/engine/install/)" ;;
    amzn) echo "sudo dnf -y install docker jq iptables-nft iproute && $SYSTEMD_START   (and the Compose plugin: https://docs.docker.com/compose/install/linux/)" ;;
    arch) echo "sudo pacman -Syu --needed docker docker-compose docker-buildx curl jq iptables iproute2 && $SYSTEMD_START" ;;
    alpine) echo "apk add docker docker-cli-compose docker-cli-buildx bash coreutils curl jq iptables iproute2 util-linux && rc-update add docker default && rc-service docker start" ;;
    opensuse* | suse) echo "sudo zypper -n install docker docker-compose docker-buildx curl jq iptables iproute2 && $SYSTEMD_START" ;;
    gentoo) echo "sudo emerge app-containers/docker app-containers/docker-cli app-containers/docker-compose app-containers/docker-buildx net-misc/curl app-misc/jq net-firewall/iptables sys-apps/iproute2 && $SYSTEMD_START" ;;
    void) echo "sudo xbps-install -Sy docker docker-compose docker-buildx curl jq iptables iproute2 && sudo ln -s /etc/sv/docker /var/service/" ;;
    nixos) echo "set virtualisation.docker.enable = true in configuration.nix, then: sudo nixos-rebuild switch" ;;
  esac
}
