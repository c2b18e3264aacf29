# shellcheck shell=bash disable=SC2034,SC2153 # the parts of build.sh share their variables
# The registry, over its HTTP API (OCI Distribution Specification 1.1).

MANIFEST_TYPES='application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.list.v2+json, application/vnd.oci.image.index.v1+json'

# http OPTION…  the registry and the pages are this machine's own, and no proxy's; nor does a curlrc count.
http() { curl -q -s --noproxy '*' "$@"; }

manifest_url() { printf 'http://%s/v2/%s/manifests/%s' "$REGISTRY_ADDRESS" "${REPOSITORY#*/}" "$1"; }

registry_answers() { http -o /dev/null -m 2 "http://$REGISTRY_ADDRESS/v2/"; }

# held_digest REFERENCE  prints the digest of what the registry holds under it; nothing if it holds nothing.
held_digest() {
  http -m 10 --head -H "Accept: $MANIFEST_TYPES" "$(manifest_url "$1")" |
    awk 'tolower($1) == "docker-content-digest:" { sub(/\r$/, "", $2); print $2 }'
}

# config_digest DIGEST  prints the digest of the configuration that the manifest DIGEST names.
config_digest() {
  http -f -m 10 -H "Accept: $MANIFEST_TYPES" "$(manifest_url "$1")" | tr -d ' \n' |
    sed -nE 's/.*"config":\{[^}]*"digest":"([^"]*)".*/\1/p'
}

# bodies PATH…  reads paths of the API on stdin, and prints each with its body in one line. One curl
# for all: a registry of a thousand tags is read in seconds.
bodies() {
  sed -E "s|(.*)|url = \"http://$REGISTRY_ADDRESS/v2/${REPOSITORY#*/}/\1\"|" |
    http -L -K - -H "Accept: $MANIFEST_TYPES" -w '\n= %{url}\n' |
    awk -v prefix="http://$REGISTRY_ADDRESS/v2/${REPOSITORY#*/}/" '
      /^= / { print substr($2, length(prefix) + 1) " " body; body = ""; next }
      { gsub(/[ \t\r]/, ""); body = body $0 }'
}

# digests  reads tags on stdin, and prints "TAG DIGEST" for each.
digests() {
  sed -E "s|(.*)|url = \"$(manifest_url '\1')\"|" | http --head -K - -H "Accept: $MANIFEST_TYPES" -w '= %{url}\n' |
    awk '
      tolower($1) == "docker-content-digest:" { sub(/\r$/, "", $2); digest = $2 }
      $1 == "=" { sub(/.*\/manifests\//, "", $2); print $2, digest; digest = "" }'
}

# creation_dates  reads digests of manifests on stdin, and prints "DIGEST DATE", to the second, for each.
creation_dates() {
  local manifests
  manifests=$(sort -u | sed 's|^|manifests/|' | bodies |
    sed -nE 's|^manifests/([^ ]+) .*"config":\{[^}]*"digest":"([^"]+)".*|\1 blobs/\2|p')
  cut -d ' ' -f 2 <<<"$manifests" | sort -u | bodies |
    sed -nE 's|^([^ ]+) .*[,{]"created":"([^".Z]+)[^"]*","docker_version.*|\1 \2Z|p; t; s|^([^ ]+) .*[,{]"created":"([^".Z]+)[^"]*".*|\1 \2Z|p' |
    awk 'NR == FNR { date[$1] = $2; next } { print $1, date[$2] }' - <(printf '%s\n' "$manifests")
}

# tags  prints the repository's tags; the registry gives them in pages of 100 or more.
tags() {
  local page="/v2/${REPOSITORY#*/}/tags/list?n=100" answer
  while [ -n "$page" ]; do
    answer=$(http -m 10 -i "http://$REGISTRY_ADDRESS$page")
    tr -d '\r' <<<"$answer" | sed -nE 's/.*"tags":\[([^]]*)\].*/\1/p' | tr ',' '\n' | tr -d '"'
    page=$(tr -d '\r' <<<"$answer" | sed -nE 's/^[Ll]ink: <([^>]*)>.*/\1/p')
  done
}

# point_tag TAG DIGEST  lets the registry's TAG name the manifest DIGEST again.
point_tag() {
  local manifest=$STATE/$PROJECT.manifest type
  if type=$(http -f -m 10 -H "Accept: $MANIFEST_TYPES" -o "$manifest" -w '%{content_type}' "$(manifest_url "$2")") &&
    http -f -m 10 -X PUT -H "Content-Type: $type" --data-binary "@$manifest" -o /dev/null "$(manifest_url "$1")"; then
    rm -f "$manifest"
  else
    echo "the registry at $REGISTRY_ADDRESS does not let $1 name $2"
    return 1
  fi
}

# try_upload  begins an upload, gives it up, and prints the status that the registry answered with; 202 is well.
try_upload() {
  local status upload
  read -r status upload < <(http -m 5 -X POST -o /dev/null -D - "http://$REGISTRY_ADDRESS/v2/${REPOSITORY#*/}/blobs/uploads/" |
    awk '{ sub(/\r$/, "") } /^HTTP/ { status = $2 } tolower($1) == "location:" { place = $2 } END { print status, place }') || :
  [ -z "$upload" ] || http -m 5 -X DELETE -o /dev/null "$upload" || :
  echo "$status"
}

wait_for_registry() {
  local early=$((SECONDS + 5)) deadline=$((SECONDS + 30))
  until registry_answers; do
    [ $SECONDS -lt $early ] || registry_may_answer || return 1
    [ $SECONDS -lt $deadline ] || {
      echo "the registry does not answer at http://$REGISTRY_ADDRESS/v2/ after 30 s"
      return 1
    }
    sleep 0.02
  done
}

# Fails once it is certain that nothing will answer, and says why.
registry_may_answer() {
  local listing verdict
  listing=$(project_containers)
  verdict=$(health_verdict registry <<<"$listing")
  [ "$verdict" != healthy ] || ! has '^registry .*\(healthy\)' <<<"$listing" || registry_answers ||
    verdict="the registry is healthy, but nothing answers at http://$REGISTRY_ADDRESS/v2/"
  case "$verdict" in
    "" | healthy) ;;
    *)
      echo "$verdict"
      return 1
      ;;
  esac
}
