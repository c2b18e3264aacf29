# shellcheck shell=bash
# Packages from Debian. The machine's own apt configuration is read (for its mirrors) and never
# changed: a source list, pin and package lists of our own stand in STATE_DIR.

KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg

# os_release KEY  prints a value of this machine's os-release(5).
os_release() {
  # shellcheck source=/dev/null
  (. "${ECLUSE_OS_RELEASE:-/etc/os-release}" 2>/dev/null && printf '%s' "${!1:-}")
}

# Prints "pinned" on Debian 12, whose own engine is too old and has neither Compose v2 nor Buildx;
# "own" on every newer Debian; nothing elsewhere. Testing and unstable have no VERSION_ID.
debian_packages() {
  local version
  [ "$(os_release ID)" = debian ] || return 0
  version=$(os_release VERSION_ID)
  if [ "$version" = 12 ]; then echo pinned; elif [ "${version:-99}" -gt 12 ]; then echo own; fi
}

# Prints the sources that this machine's apt uses, as "URI RELEASE" lines, also where no package list
# was ever read; a mirror list counts as its first entry.
machine_sources() {
  local uri release list
  # shellcheck disable=SC2016 # apt expands these, not the shell
  apt-get indextargets --no-release-info --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
    awk '$3 == "main" { print $1, $2 }' | sort -u |
    while read -r uri release; do
      case "$uri" in
        mirror+file:*)
          list=${uri#mirror+file:}
          uri=$(grep -m1 -oE '^[a-z]+://[^[:space:]]+' "${list%/}") || continue
          ;;
      esac
      printf '%s %s\n' "$uri" "$release"
    done
}

# debian_sources SUITE  prints the deb lines for SUITE with its updates and security, from the mirrors
# that this machine uses for its own release, be that called by its name or as stable.
debian_sources() {
  machine_sources | awk -v own="$(os_release VERSION_CODENAME)" -v suite="$1" '
    $2 ~ "^(" own "|oldstable|stable|testing|unstable|sid)(-updates|-security)?$" {
      sub(/^[a-z]+/, suite, $2)
      print "deb", $1, $2, "main"
    }' | sort -u
}

# Images of Debian switch apt's index off; without it, each call reads all lists again.
our_apt() {
  apt-get -qq -o Acquire::Languages=none -o Dir::Cache::pkgcache=pkgcache.bin -o Dir::Cache::srcpkgcache=srcpkgcache.bin -o Dir::Etc::SourceList="$STATE_DIR/apt/sources.list" -o Dir::Etc::SourceParts=/dev/null \
    -o Dir::Etc::Preferences="$STATE_DIR/apt/preferences" -o Dir::Etc::PreferencesParts=/dev/null \
    -o Dir::State::Lists="$STATE_DIR/apt/lists" -o Dir::Cache="$STATE_DIR/apt/cache" \
    -o DPkg::Lock::Timeout=120 "$@"
}

# On Debian 12, packages that are named with /trixie come from Debian 13. Pin priority 50 keeps all
# others from there.
write_apt_configuration() {
  local suite apt=$STATE_DIR/apt
  suite=$(os_release VERSION_CODENAME)
  mkdir -p "$apt"/{lists/partial,cache/archives/partial}
  debian_sources "$suite" >"$apt/sources.list"
  [ -s "$apt/sources.list" ] ||
    die 3 "this machine's apt configuration names no mirror of Debian $suite" "add a mirror to /etc/apt/sources.list, then run this again"
  : >"$apt/preferences"
  if [ "$(debian_packages)" = pinned ]; then
    debian_sources trixie | awk '$3 == "trixie"' >>"$apt/sources.list"
    printf 'Package: *\nPin: release n=trixie\nPin-Priority: 50\n' >"$apt/preferences"
  fi
  sed -i "s|^deb |deb [signed-by=$KEYRING] |" "$apt/sources.list"
}

# Prints the packages that an engine with Compose v2 and Buildx needs on this Debian.
engine_packages() {
  local suite=""
  [ "$(debian_packages)" = own ] || suite=/trixie
  printf "%s$suite\n" docker.io docker-cli containerd docker-compose docker-buildx
  printf '%s\n' iptables iproute2 curl jq
}

installed_packages() { dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' | awk '$1 == "ii" { print $2 }' | sort; }

# install_packages NAME…  installs and records each package that came new.
install_packages() {
  local before package
  before=$(installed_packages)
  DEBIAN_FRONTEND=noninteractive our_apt install -y --no-install-recommends "$@" || return
  comm -13 <(printf '%s\n' "$before") <(installed_packages) | while read -r package; do
    record package "$package"
  done
}

# need_root_on_debian WHAT [REMEDY]  where REMEDY is what helps on another system.
need_root_on_debian() {
  [ -n "$(debian_packages)" ] ||
    die 3 "$1 is missing, and this script installs on Debian 12 or newer only" "${2:-$(install_by_hand)}"
  [ "$(id -u)" = 0 ] || die 3 "$1 is missing, and installing it needs root" "sudo $0"
}
