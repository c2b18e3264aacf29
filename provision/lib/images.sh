# shellcheck shell=bash
# The images: pulled where a registry offers them, else built from Debian's packages under the same
# name, as substitutes.

STAND_IN_LABEL=io.github.ecluse.stand-in
BASE_SUITE=bookworm
BASE_IMAGE=ecluse/debian:$BASE_SUITE
BASE_ARCHIVE=$STATE_DIR/base.tar
BASE_MAKER=""
PULL_LIMIT=${ECLUSE_PULL_LIMIT:-600}

IMAGE_LISTS=("$PROVISION_DIR/images.list")

needed_images() { sed -E '/^#|^$/d' "${IMAGE_LISTS[@]}"; }

# Lets the images of examples/ count as needed too.
add_examples() { IMAGE_LISTS+=("$PROVISION_DIR/examples.list"); }

image_exists() { docker image inspect "$1" >/dev/null 2>&1; }

is_stand_in() { [ -n "$(docker image inspect -f "{{index .Config.Labels \"$STAND_IN_LABEL\"}}" "$1" 2>/dev/null)" ]; }

ensure_images() {
  local name folder missing=()
  while read -r name folder; do
    image_exists "$name" || missing+=("$name $folder")
  done < <(needed_images)
  if [ ${#missing[@]} -eq 0 ]; then
    say "all $(needed_images | wc -l) images are present"
    return
  fi
  pull_images "${missing[@]}"
  build_stand_ins "${missing[@]}"
  abandon_base
}

# One image at a time. Only an answer of a registry is a reason to ask for the next one.
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
    grep -qiE 'not found|denied|manifest unknown|too ?many ?requests|rate limit' <<<"$error" || return 0
  done
}

# As many at a time as there are cores: the list begins with those that take longest.
build_stand_ins() {
  local entry name cores running=0 failed=0
  cores=$(nproc)
  for entry in "$@"; do
    name=${entry% *}
    ! image_exists "$name" || continue
    ensure_base
    if [ $running -ge "$cores" ]; then
      wait -n || failed=1
      running=$((running - 1))
    fi
    build_stand_in "$name" "${entry##*[[:space:]]}" &
    running=$((running + 1))
  done
  for (( ; running > 0; running--)); do
    wait -n || failed=1
  done
  [ $failed = 0 ] || exit 3
}

# build_stand_in NAME TARGET  the date lets BuildKit read the package lists again on another day.
build_stand_in() {
  step "building $1 from Debian's packages, as a substitute" \
    docker build -q --provenance=false --label "$STAND_IN_LABEL=$1" -t "$1" \
    --build-arg "TODAY=$(date +%F)" --target "$2" "$PROVISION_DIR/images"
  record image "$1"
}

# One Debian 12 root file system serves every substitute.
ensure_base() {
  if image_exists "$BASE_IMAGE"; then
    abandon_base
    return
  fi
  if [ -z "$BASE_MAKER" ]; then
    command -v mmdebstrap >/dev/null || {
      need_root_on_debian "mmdebstrap, which builds substitute images," \
        "pull each image of provision/images.list on a machine with a registry, and copy it with docker save and docker load"
      write_apt_configuration
      step "reading the package lists" our_apt update
      install_mmdebstrap
    }
    begin_base
  fi
  wait "$BASE_MAKER" || exit 3
  BASE_MAKER=""
  step "importing the Debian 12 root file system" import_base
  record image "$BASE_IMAGE"
}

install_mmdebstrap() {
  command -v mmdebstrap >/dev/null || step "installing mmdebstrap" install_packages mmdebstrap
}

# Begins to make the root file system, beside whatever else goes on; ensure_base waits for it. It has a
# process group of its own, so that it can be ended as a whole.
begin_base() {
  mkdir -p "$STATE_DIR"
  trap abandon_base EXIT
  set -m
  step "making a Debian 12 root file system" make_base &
  BASE_MAKER=$!
  set +m
}

# A registry offered all images, or provisioning failed: nobody needs the root file system any more.
abandon_base() {
  if [ -n "$BASE_MAKER" ]; then
    kill -TERM -- "-$BASE_MAKER" 2>/dev/null || :
    wait "$BASE_MAKER" 2>/dev/null || :
    BASE_MAKER=""
  fi
  rm -f "$BASE_ARCHIVE"
}

# Images have no certificates yet, so apt asks over HTTP in them; it verifies signatures. usr-is-merged
# stands for usrmerge, which would bring all of Perl. What base/small excludes is deleted in
# the end: as an option, mmdebstrap would filter each package with a program of its own, in twice the time.
# shellcheck disable=SC2016 # mmdebstrap's own shell expands $1
make_base() {
  debian_sources "$BASE_SUITE" |
    mmdebstrap --variant=minbase --quiet --dpkgopt=force-unsafe-io --include=usr-is-merged \
      --hook-dir=/usr/share/mmdebstrap/hooks/merged-usr --aptopt='Acquire::Languages "none"' \
      --customize-hook="copy-in $PROVISION_DIR/images/base/small.conf /etc/apt/apt.conf.d" \
      --customize-hook="copy-in $PROVISION_DIR/images/base/small /etc/dpkg/dpkg.cfg.d" \
      --customize-hook='cd "$1" && rm -rf etc/hostname etc/resolv.conf var/cache/apt/*.bin usr/share/man/* usr/share/locale/*' \
      --customize-hook='sed -i s,https:,http:, "$1/etc/apt/sources.list"' \
      --customize-hook='find "$1/usr/share/doc" -type f ! -name copyright -delete' \
      "$BASE_SUITE" "$BASE_ARCHIVE" -
}

import_base() {
  docker import --change 'CMD ["bash"]' --change "LABEL $STAND_IN_LABEL=$BASE_IMAGE" "$BASE_ARCHIVE" "$BASE_IMAGE" &&
    rm -f "$BASE_ARCHIVE"
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
        say "the substitute ${stand_in:7:12} stays: a container or an image still needs it"
    fi
  done < <(needed_images)
  say "$replaced substitute images replaced by real ones"
}
