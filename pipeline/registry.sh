# The registry's HTTP API (OCI Distribution Specification 1.1). A missing object is an empty result, not a failure.

MANIFEST_TYPES='application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.list.v2+json, application/vnd.oci.image.index.v1+json'

# http OPTION…  curl for this machine's registry and pages, without a proxy and without the user's curlrc.
http() { curl -q -s --noproxy '*' "$@"; }

# ask OPTION…  curl for the registry, with Docker's CA and login for it. The login stays out of the process list.
ask() {
  local -
  set +x
  if [ -z "$LOGIN" ]; then with_ca "$@"; else with_ca -K <(printf 'user = %s\n' "$LOGIN") "$@"; fi
}

# with_ca OPTION…  Docker trusts each certificate that it has for the registry, and curl takes one file.
with_ca() {
  case ${#CERTIFICATES[@]} in
    0) http "$@" ;;
    1) http --cacert "${CERTIFICATES[0]}" "$@" ;;
    *) http --cacert <(awk 1 "${CERTIFICATES[@]}") "$@" ;;
  esac
}

# is_loopback ADDRESS  succeeds if each machine reaches itself there.
is_loopback() { [[ $1 =~ ^(localhost|127[.].*|\[::1\])(:|$) ]]; }

# use_registry ADDRESS  decides as Docker does: TLS, unless the address is loopback or the engine was told otherwise.
use_registry() {
  local folder=/etc/docker
  [[ $SOCKET != /run/user/* ]] || folder=${XDG_CONFIG_HOME:-$HOME/.config}/docker
  CERTIFICATES=("$folder/certs.d/$1"/*.crt)
  REGISTRY_ADDRESS=$1 REGISTRY_URL=https://$1
  [ ! -e "${CERTIFICATES[0]}" ] || return 0
  CERTIFICATES=()
  if is_loopback "$1" ||
    docker info --format '{{range .RegistryConfig.IndexConfigs}}{{if not .Secure}}{{println .Name}}{{end}}{{end}}' 2>/dev/null | has "^${1//./[.]}\$"; then
    REGISTRY_URL=http://$1
  fi
}

# use_repository REPOSITORY  sets API to its address in the registry.
use_repository() {
  REPOSITORY=$1
  API=$REGISTRY_URL/v2/${REPOSITORY#*/}
}

# registry_answers  sets ANSWER to the HTTP status. A front answers 503 as long as its registry does not.
registry_answers() { ANSWER=$(ask -o /dev/null -m 2 -w '%{http_code}' "$REGISTRY_URL/v2/") && [ "$ANSWER" != 503 ]; }

# lets_in  fails if the last answer asked for a login over TLS. Without TLS, Docker speaks for itself.
lets_in() { [[ $ANSWER != 401 || $REGISTRY_URL == http:* ]]; }

# held_digest REFERENCE  prints the digest that the registry holds under a tag or digest; nothing if it holds none.
held_digest() {
  local answer header='docker-content-digest: *(sha256:[0-9a-f]{64})'
  answer=$(ask -m 10 --head -H "Accept: $MANIFEST_TYPES" -w '%{http_code}' "$API/manifests/$1") || :
  case $answer in
    *200)
      [[ ${answer,,} =~ $header ]] || return 1
      echo "${BASH_REMATCH[1]}"
      ;;
    *404) ;;
    *)
      echo "the registry at $REGISTRY_ADDRESS failed on a request for $1: it answers ${answer: -3}" >&2
      return 1
      ;;
  esac
}

# config_digest DIGEST  prints the digest of the configuration that the manifest DIGEST names.
config_digest() { ask -f -m 10 -H "Accept: $MANIFEST_TYPES" "$API/manifests/$1" | jq -r '.config.digest // empty'; }

# documents  reads paths of the repository on stdin and prints their documents. One curl requests all of them, so a
# thousand tags take seconds.
documents() { sed -E "s|(.*)|url = \"$API/\1\"|" | ask -m 10 -L -K - -H "Accept: $MANIFEST_TYPES"; }

# manifests  reads tags on stdin, and prints "TAG DIGEST TYPE" for each that is there.
manifests() {
  sed -E "s|(.*)|url = \"$API/manifests/\1\"|" | ask -m 10 --head -K - -H "Accept: $MANIFEST_TYPES" -w '= %{url_effective} %{http_code} %{content_type}\n' | tr -d '\r' | awk '
    tolower($1) == "docker-content-digest:" { digest = $2 }
    $1 != "=" { next }
    $3 == 200 { sub(/.*\/manifests\//, "", $2); print $2, digest, $4 }
    $3 != 200 && $3 != 404 { print "the registry failed on a request for " $2 ": it answers " $3 > "/dev/stderr"; failed = 1 }
    { digest = "" }
    END { exit failed }'
}

# creation_dates  reads digests of manifests on stdin, and prints "DIGEST DATE", to the second, for each.
creation_dates() {
  local manifests
  manifests=$(sort -u)
  # An index names no configuration. The list of tags stands for it, which has no date either.
  # shellcheck disable=SC2086 # a digest has no blanks
  printf 'manifests/%s\n' $manifests | documents | jq -r 'if .config.digest then "blobs/\(.config.digest)" else "tags/list" end' | documents |
    jq -r '.created? // "" | if . == "" then "-" else .[:19] + "Z" end' | paste -d ' ' <(printf '%s\n' "$manifests") -
}

# listed PATH KEY  prints what the registry lists there, in pages of 100 or more.
listed() {
  local page="$1?n=100" answer
  while [ -n "$page" ]; do
    answer=$(ask -m 10 -i -w '\n%{http_code}' "$REGISTRY_URL$page" | tr -d '\r') || :
    case ${answer##*$'\n'} in
      200) sed '1,/^$/d; $d' <<<"$answer" | jq -r --arg key "$2" '.[$key] // [] | .[]' || return 1 ;;
      404) ;;
      *)
        echo "the registry at $REGISTRY_ADDRESS failed on a request for $page: it answers ${answer##*$'\n'}" >&2
        return 1
        ;;
    esac
    page=$(sed -nE 's/^[Ll]ink: <([^>]*)>.*/\1/p' <<<"$answer")
  done
}

# tags  prints our repository's tags.
tags() { listed "/v2/${REPOSITORY#*/}/tags/list" tags; }

# point_tag TAG DIGEST  lets the registry's TAG name the manifest DIGEST.
point_tag() {
  local manifest=$STATE/manifest type answer=""
  if ! { type=$(ask -f -m 10 -H "Accept: $MANIFEST_TYPES" -o "$manifest" -w '%{content_type}' "$API/manifests/$2") &&
    answer=$(ask -f -m 10 -X PUT -H "Content-Type: $type" --data-binary "@$manifest" -o /dev/null -w '%{http_code}' "$API/manifests/$1"); }; then
    echo "the registry at $REGISTRY_ADDRESS refused to point the tag $1 at $2${answer:+: it answers $answer}"
    return 1
  fi
}

# try_upload  begins an upload, cancels it, and prints the HTTP status. 202 means that the registry takes uploads.
try_upload() {
  local status upload
  read -r status upload < <(ask -m 5 -X POST -o /dev/null -D - "$API/blobs/uploads/" |
    awk '{ sub(/\r$/, "") } /^HTTP/ { status = $2 } tolower($1) == "location:" { place = $2 } END { print status, place }') || :
  # The login is for the registry alone, wherever it keeps its uploads.
  [[ $upload != /* ]] || upload=$REGISTRY_URL$upload
  [[ $upload != "$REGISTRY_URL"/* ]] || ask -m 5 -X DELETE -o /dev/null "$upload" || :
  echo "$status"
}

wait_for_registry() {
  local early=$((SECONDS + 5)) deadline=$((SECONDS + 30))
  until registry_answers; do
    [ $SECONDS -lt $early ] || registry_may_answer || return 1
    [ $SECONDS -lt $deadline ] || {
      echo "the registry does not answer at $REGISTRY_URL/v2/ after 30 s"
      return 1
    }
    sleep 0.02
  done
}

# Fails with the reason once it is certain that the registry will not answer.
registry_may_answer() {
  local listing
  listing=$(project_containers)
  health_verdict "$listing" registry
  case "$VERDICT" in
    "") ;;
    healthy)
      # Without a health check, "healthy" only means that it runs.
      registry_answers || ! project_containers | has '^registry .*\(healthy\)' || registry_answers || {
        echo "the registry is healthy, but nothing answers at $REGISTRY_URL/v2/"
        return 1
      }
      ;;
    *)
      echo "$VERDICT"
      return 1
      ;;
  esac
}
