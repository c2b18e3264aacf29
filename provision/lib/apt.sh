# shellcheck shell=bash
# Packages from Debian. The machine's own apt configuration is read (for its mirror) and never
# changed: a source list, pin and package lists of our own stand in STATE_DIR.

KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg

debian_codename() {
  # shellcheck source=/dev/null
  (. /etc/os-release 2>/dev/null && [ "${ID:-}" = debian ] && printf '%s' "${VERSION_CODENAME:-}")
}

# The sources that this machine's apt uses, as "URI SUITE" lines; a mirror list counts as its first entry.
machine_sources() {
  local uri suite
  # shellcheck disable=SC2016 # apt expands these, not the shell
  apt-get indextargets --format '$(REPO_URI) $(CODENAME) $(COMPONENT)' 'Created-By: Packages' |
    awk '$3 == "main" { print $1, $2 }' | sort -u |
    while read -r uri suite; do
      case "$uri" in
        mirror+file:*) uri=$(grep -m1 -oE '^[a-z]+://[^[:space:]]+' "${uri#mirror+file:}") ;;
      esac
      printf '%s %s\n' "$uri" "$suite"
    done
}

# debian_sources SUITE  prints the deb lines for SUITE with its updates and security, from the machine's mirrors.
debian_sources() {
  machine_sources | awk -v suite="$1" '
    $2 == suite || $2 == suite "-updates" || $2 == suite "-security" { print "deb", $1, $2, "main" }'
}

debian_mirror() {
  machine_sources | awk -v suite="$(debian_codename)" '$2 == suite { print $1; exit }'
}

our_apt() {
  apt-get -qq -o Dir::Etc::SourceList="$STATE_DIR/apt/sources.list" -o Dir::Etc::SourceParts=/dev/null \
    -o Dir::Etc::Preferences="$STATE_DIR/apt/preferences" -o Dir::Etc::PreferencesParts=/dev/null \
    -o Dir::State::Lists="$STATE_DIR/apt/lists" -o Dir::Cache="$STATE_DIR/apt/cache" \
    -o DPkg::Lock::Timeout=120 "$@"
}

# Debian 12 has no Compose v2 and no Buildx; Debian 13's packages install on it. At pin priority 50
# only what is named with /trixie comes from there.
write_apt_configuration() {
  mkdir -p "$STATE_DIR"/apt/{lists/partial,cache/archives/partial}
  debian_sources bookworm | sed "s|^deb |deb [signed-by=$KEYRING] |" >"$STATE_DIR/apt/sources.list"
  [ -s "$STATE_DIR/apt/sources.list" ] ||
    die 3 "this machine's apt configuration names no Debian 12 mirror" "mend /etc/apt/sources.list, then run this again"
  printf 'deb [signed-by=%s] %s trixie main\n' "$KEYRING" "$(debian_mirror)" >>"$STATE_DIR/apt/sources.list"
  printf 'Package: *\nPin: release n=trixie\nPin-Priority: 50\n' >"$STATE_DIR/apt/preferences"
}

installed_packages() { dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' | awk '$1 == "ii" { print $2 }' | sort; }

# install_packages NAME…  installs and records each package that came new.
install_packages() {
  local before package
  before=$(installed_packages)
  DEBIAN_FRONTEND=noninteractive our_apt install -y --no-install-recommends "$@"
  comm -13 <(printf '%s\n' "$before") <(installed_packages) | while read -r package; do
    record package "$package"
  done
}

need_root_on_debian() {
  [ "$(debian_codename)" = bookworm ] ||
    die 3 "$1 is missing, and only a Debian 12 machine can be provisioned" \
      "install Docker Engine 25 or newer with Compose v2 and Buildx, then run this again"
  [ "$(id -u)" = 0 ] || die 3 "$1 is missing, and installing it needs root" "sudo $0"
}
