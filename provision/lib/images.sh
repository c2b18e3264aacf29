# shellcheck shell=bash
# The images: pulled where a registry offers them, else built from Debian's packages under the same name.

STAND_IN_LABEL=io.github.ecluse.stand-in
BASE_IMAGE=ecluse/debian:bookworm
PULL_LIMIT=${ECLUSE_PULL_LIMIT:-600}

needed_images() { sed -E '/^#|^$/d' "$PROVISION_DIR/images.list"; }

image_exists() { docker image inspect "$1" >/dev/null 2>&1; }

is_stand_in() { [ -n "$(docker image inspect -f "{{index .Config.Labels \"$STAND_IN_LABEL\"}}" "$1" 2>/dev/null)" ]; }

ensure_images() {
  local name folder missing=()
  while read -r name folder; do
    image_exists "$name" || missing+=("$name $folder")
  done < <(needed_images)
  if [ ${#missing[@]} -eq 0 ]; then
    say "all $(needed_images | wc -l) images are there"
    return
  fi
  pull_images "${missing[@]}"
  build_stand_ins "${missing[@]}"
}

# One image at a time; once no registry can be reached, the others are not asked for.
pull_images() {
  local entry name started error
  for entry in "$@"; do
    name=${entry% *} started=$(now_ms)
    if error=$(timeout "$PULL_LIMIT" docker pull -q "$name" 2>&1); then
      record image "$name"
      say "$name pulled ($(elapsed_since "$started"))"
      continue
    fi
    say "$name can't be pulled ($(elapsed_since "$started")): ${error##*$'\n'}"
    ! grep -qiE 'lookup|dial|timeout|EOF|refused|unreachable|TLS|x509' <<<"$error" || return 0
  done
}

build_stand_ins() {
  local entry name folder pids=() pid failed=0
  for entry in "$@"; do
    ! image_exists "${entry% *}" || continue
    [ ${#pids[@]} -gt 0 ] || ensure_base
    name=${entry% *} folder=${entry##* }
    build_stand_in "$name" "$folder" &
    pids+=($!)
  done
  for pid in "${pids[@]}"; do
    wait "$pid" || failed=1
  done
  [ $failed = 0 ] || exit 3
}

build_stand_in() {
  local name=$1 folder=$PROVISION_DIR/images/${2//[[:space:]]/}
  step "$name built from Debian's packages, as a stand-in" \
    docker build -q --provenance=false --label "$STAND_IN_LABEL=$name" -t "$name" "$folder"
  record image "$name"
}

# One Debian 12 root file system serves every stand-in.
ensure_base() {
  ! image_exists "$BASE_IMAGE" || return 0
  if ! command -v mmdebstrap >/dev/null; then
    need_root_on_debian "mmdebstrap"
    write_apt_configuration
    step "package lists of Debian 12 and 13 read" our_apt update
    step "mmdebstrap installed" install_packages mmdebstrap
  fi
  step "Debian 12 root file system made" make_base
  record image "$BASE_IMAGE"
}

# shellcheck disable=SC2016 # mmdebstrap's own shell expands $1
make_base() {
  debian_sources bookworm |
    mmdebstrap --variant=minbase --quiet --dpkgopt=force-unsafe-io \
      --aptopt='Acquire::Languages "none"' \
      --customize-hook="sync-in $PROVISION_DIR/images/base /" \
      --customize-hook='cd "$1" && rm -rf etc/hostname etc/resolv.conf var/cache/apt/*.bin usr/share/man/* usr/share/locale/*' \
      bookworm - - |
    docker import --change 'CMD ["bash"]' --change "LABEL $STAND_IN_LABEL=$BASE_IMAGE" - "$BASE_IMAGE"
}

refresh_images() {
  local name stand_in replaced=0
  while read -r name _; do
    is_stand_in "$name" || continue
    stand_in=$(docker image inspect -f '{{.Id}}' "$name")
    pull_images "$name -"
    if ! is_stand_in "$name"; then
      replaced=$((replaced + 1))
      docker image rm "$stand_in" >/dev/null 2>&1 ||
        say "the stand-in ${stand_in:7:12} stays: a container or an image still needs it"
    fi
  done < <(needed_images)
  say "$replaced stand-ins replaced by real images"
}
