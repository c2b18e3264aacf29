# The stages of a plain release: build, registry, push, check and down.

# The image of this run: its local id, its digest in the registry, and the local id of that digest.
BUILT="" PUSHED="" PUSHED_IMAGE=""

# Builds as the service's build: says, else from app/. The image gets no name: the build would take it from the
# running image, which the containerd image store then drops. No attestation is added, because it would change
# the digest of an unchanged build.
build_image() {
  local plan=$STATE/build made=$STATE/build.json
  : >"$made"
  printf '%s' "$BUILD" >"$plan"
  docker buildx bake -f "$plan" --load --provenance=false ${IMAGE_LABEL:+--set "app.labels.$IMAGE_LABEL"} --metadata-file "$made" --progress plain app
  # The id is the digest of the configuration or, on the containerd image store, of the manifest.
  [[ $(<"$made") =~ '"containerimage.digest": "'(sha256:[0-9a-f]{64}) ]] || {
    echo "the build named no image that this engine has"
    return 1
  }
  BUILT=${BASH_REMATCH[1]}
  note_image "$BUILT"
  [ ${#BUILT_BESIDE[@]} = 0 ] || {
    keep_names_beside
    stack_compose build "${BUILT_BESIDE[@]}"
  }
}

# On a new machine, nothing listens on the registry's port before this.
start_registry() {
  registry_answers || {
    [ "$SWARM" = no ] || {
      echo "the swarm's registry does not answer at $REGISTRY_URL/v2/"
      return 1
    }
    stack_compose up -d registry
    wait_for_registry
  }
  lets_in || {
    if [ -n "$LOGIN" ]; then echo "the registry at $REGISTRY_ADDRESS refuses the user or the password"; else echo "the registry at $REGISTRY_ADDRESS asks for a login"; fi
    return 1
  }
}

push_image() {
  record name
  docker tag "$BUILT" "$IMAGE"
  # The last part of a pipe then runs in this shell, which so learns the digest.
  shopt -s lastpipe
  docker push "$IMAGE" | follow_push
  # Docker's words may change; the engine knows the digest all the same.
  [ -n "$PUSHED" ] || PUSHED=$(digest_of_image "$BUILT")
}

# Sets PUSHED to the digest that Docker prints. Docker retries for 50 s. A registry that restarts is back
# within seconds, so the push ends if the registry takes no upload for 4 s.
follow_push() {
  local line status since=""
  while IFS= read -r line; do
    printf '%s\n' "$line"
    [[ ! $line =~ ^"$TAG: digest: "(sha256:[0-9a-f]{64})" " ]] || PUSHED=${BASH_REMATCH[1]}
    [[ $line == *Retrying* ]] || continue
    status=$(try_upload)
    if [ "$status" = 202 ]; then since=""; else since=${since:-$SECONDS}; fi
    [ -z "$since" ] || [ $((SECONDS - since)) -lt 4 ] || {
      echo "the registry takes no upload any more: it ${status:+answers }${status:-does not answer}"
      return 1
    }
  done
}

# Checks everything that the deployment needs while the old version serves, so that a visible mistake
# stops nothing.
check_deployment() {
  local image outside file
  images_run || docker image inspect "${IMAGES[@]}" >/dev/null 2>&1 ||
    stack_compose pull -q --policy missing --ignore-buildable "${PULLED[@]}" || {
    for image in "${IMAGES[@]}"; do
      docker image inspect "$image" >/dev/null 2>&1 || echo "the image of a service is not available: $image"
    done
    return 1
  }
  for outside in "${OUTSIDE[@]}"; do
    docker "${outside%% *}" inspect "${outside#* }" >/dev/null 2>&1 || {
      echo "the external $outside does not exist"
      return 1
    }
  done
  for file in "${FILES[@]}"; do
    [ -e "$file" ] || {
      echo "the file $file does not exist"
      return 1
    }
  done
  # What Compose has written it may not read: its versions have had such faults.
  stack_compose config -q
  networks_can_be_made
}

# images_run  succeeds if a container of this project runs each image.
images_run() {
  local image
  for image in "${IMAGES[@]}"; do
    containers id mine=yes image="$image"
    [ ${#FOUND[@]} != 0 ] || return 1
  done
}

# networks_run  succeeds if each network is unchanged since the proven release and a container of this project uses it.
networks_run() {
  local network proven
  printf -v proven '%s|' "" "${SERVING_NETWORKS[@]}"
  for network in "${NETWORKS[@]}"; do
    containers id mine=yes "networks=*,${network%% *},*"
    [[ ${#FOUND[@]} != 0 && $proven == *"|$network|"* ]] || return 1
  done
}

# networks_can_be_made  lets the engine create each new or changed network for a moment.
networks_can_be_made() {
  local network there tried=() failed=""
  ! networks_run || return 0
  there=$(docker network inspect -f '{{.Name}} {{.EnableIPv6}}{{range .IPAM.Config}} {{.Subnet}}{{end}} ' "${NETWORKS[@]%% *}" 2>/dev/null) || :
  for network in "${NETWORKS[@]}"; do
    # shellcheck disable=SC2086 # its words are what is asked of it
    network_is_there $network <<<"$there" || try_network $network || failed=yes
  done
  [ ${#tried[@]} = 0 ] || docker network rm "${tried[@]}" >/dev/null
  [ -z "$failed" ]
}

# network_is_there NAME IPV6 [SUBNET…]  succeeds if a line of stdin, one for each existing network, matches.
network_is_there() { awk -v wanted="$*" '
  { split(wanted, words, " "); fits = $1 == words[1] && $2 == words[2]
    for (i = 3; i in words; i++) fits = fits && index($0, " " words[i] " ")
    found = found || fits }
  END { exit !found }'; }

# networks_of_the_engine  prints NAME [SUBNET…] of each. One may go away meanwhile.
networks_of_the_engine() {
  # shellcheck disable=SC2046 # a name has no blanks
  docker network inspect -f '{{.Name}}{{range .IPAM.Config}} {{.Subnet}}{{end}} ' $(docker network ls --format '{{.Name}}') 2>/dev/null || :
}

# overlaps SUBNET [NAME…]  reads networks on stdin, a name and more words a line. It succeeds if one of them, but those
# of these names, has an address of the subnet.
overlaps() {
  local wanted name words word bits
  wanted=$(bits_of "$1")
  while read -r name words; do
    [[ " ${*:2} " != *" $name "* ]] || continue
    for word in $words; do
      [[ $word == */* ]] || continue
      bits=$(bits_of "$word")
      [[ $bits != "$wanted"* && $wanted != "$bits"* ]] || return 0
    done
  done
  return 1
}

# bits_of SUBNET  prints the length of its addresses and the first bits, which all of them have. A subnet lies in another
# one if it begins with the bits of that one.
bits_of() {
  local address=${1%/*} hex="" bits="" numbers i nibbles=({0..1}{0..1}{0..1}{0..1})
  if [[ $address == *:* ]]; then
    # An address has eight numbers; :: stands for the zeros that are left out.
    while [[ $address == *::* && ${address//[^:]/} != ::::::: ]]; do address=${address/::/:0::}; done
    IFS=: read -ra numbers <<<"$address"
    for i in {0..7}; do printf -v hex '%s%04x' "$hex" "0x${numbers[i]:-0}"; done
  else
    IFS=. read -ra numbers <<<"$address"
    printf -v hex '%02x' "${numbers[@]}"
  fi
  for ((i = 0; i < ${#hex}; i++)); do bits+=${nibbles[16#${hex:i:1}]}; done
  echo "${#hex}:${bits:0:${1#*/}}"
}

# try_network NAME IPV6 [SUBNET…]
try_network() {
  local trial=$PROJECT-trial-$$-${#tried[@]} options=() ipv6=$2 subnet taken=""
  # The trial can't use the addresses of the stack's own networks, which down frees.
  for subnet in "${@:3}"; do
    if ! overlaps "$subnet" <<<"$there"; then
      options+=(--subnet "$subnet")
      continue
    fi
    # Engine 26 gives no network IPv6 addresses by itself.
    [[ $subnet != *:* ]] || ipv6=false
    ! networks_of_the_engine | overlaps "$subnet" "${NETWORKS[@]%% *}" || taken=yes
  done
  [ "$ipv6" = false ] || options=(--ipv6 "${options[@]}")
  { [ -z "$taken" ] && docker network create "${options[@]}" "$trial" >/dev/null; } || {
    echo "the engine can't create the network $1${3:+: the subnet ${*:3} is not free}"
    return 1
  }
  tried+=("$trial")
}

# Docker kills a database that does not stop in time. A kill in its first start leaves an incomplete
# database. The next start takes it for a complete one and never becomes healthy.
let_database_start() {
  containers id ours=yes service=db 'status=*health: starting*'
  [ ${#FOUND[@]} != 0 ] || {
    containers id ours=yes service=db 'status=*unhealthy*'
    [ ${#FOUND[@]} != 0 ] && database_is_made
  } || return 0
  note "db is still starting; waiting until it has started, then it is stopped"
  await_health project_containers db || { [[ $AWAITED != *"(health: starting)"* ]] && ! database_is_made; }
}

stop_containers() {
  # A one-off container may have started since the first check.
  ask_for_containers
  read_containers
  running_jobs
  if [ ${#FOUND[@]} != 0 ]; then
    echo "a one-off container of docker compose run is still running, and docker compose down would end it: ${FOUND[*]}"
    return 1
  fi
  let_database_start
  record down
  remove_proxy
  stack_compose down
  record deploy
}
