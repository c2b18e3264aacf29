#!/usr/bin/env bash
# The certificates and users of a registry with TLS and a login (compose.secure.yml).
set -euo pipefail

CALLED_FROM=$PWD
unset CDPATH
cd "$(dirname "${BASH_SOURCE[0]}")/.."
FILES=${REGISTRY_FILES:-secure}
TRUSTED=${REGISTRY_TRUSTED:-/etc/docker/certs.d}
DAYS=${REGISTRY_DAYS:-90}

usage() {
  cat <<'TEXT'
Usage: provision/registry.sh create NAME:PORT
       provision/registry.sh renew | password USER
       provision/registry.sh trust NAME:PORT CA-FILE | forget NAME:PORT
Makes the certificates and users of a registry with TLS and a login, which
compose.secure.yml starts. NAME is its host name or address, not loopback.

  create    make a CA, a certificate and the users push and pull, and let this
            machine's Docker trust the CA
  renew     make a new certificate; a running registry serves it at once
  password  read a new password for push or pull from standard input
  trust     let another machine's Docker trust the CA
  forget    undo that

Examples: provision/registry.sh create registry.example:5443
          openssl rand -hex 20 | provision/registry.sh password pull
          provision/registry.sh trust registry.example:5443 ca.crt

Environment, with defaults: REGISTRY_FILES=secure (keys and passwords),
  REGISTRY_DAYS=90 (of a certificate), REGISTRY_TRUSTED=/etc/docker/certs.d
Exit codes: 0 done, 2 bad input, 3 not possible here
TEXT
}

# fail CODE WHAT REMEDY
fail() {
  printf 'registry.sh: %s. Remedy: %s\n' "$2" "$3" >&2
  exit "$1"
}

say() { printf '[+] %s\n' "$*"; }

# as_root COMMAND…  uses sudo only where it is needed: a rootless engine's folder belongs to its user.
as_root() {
  "$@" 2>/dev/null || sudo "$@" ||
    fail 3 "$TRUSTED can't be changed" "run the same as root: sudo provision/registry.sh trust NAME:PORT CA-FILE"
}

check_address() {
  [[ ${1:-} =~ ^([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?):([1-9][0-9]{0,4})$ && ${BASH_REMATCH[3]} -le 65535 ]] ||
    fail 2 "not a NAME:PORT: '${1:-}'" "provision/registry.sh --help"
  [[ ! ${1%:*} =~ ^(localhost|127\..*)$ ]] ||
    fail 2 "$1 is loopback, which other machines can't reach" "provision/registry.sh create $(hostname -f 2>/dev/null || hostname):${1##*:}"
}

# The names that a certificate is for. A client compares an address with addresses only.
names_of() { if [[ $1 =~ ^[0-9.]+$ ]]; then echo "subjectAltName=IP:$1"; else echo "subjectAltName=DNS:$1"; fi; }

quietly() { "$@" 2>"$WORK/said" || fail 3 "openssl failed: $(tail -n 1 "$WORK/said")" "openssl version   # 1.1.1 or newer is needed"; }

# make_key FILE
make_key() { quietly openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1"; }

# make_ca NAME  makes a CA for ten years more than its first certificate. A common name has at most 64 characters.
# Clients read the alternative name instead.
make_ca() {
  make_key ca.key
  quietly openssl req -x509 -new -key ca.key -sha256 -days $((DAYS + 3650)) -subj "/CN=CA of ${1:0:58}" \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign -out ca.crt
  chmod 644 ca.crt
}

# limit_days  shortens DAYS, as no certificate outlives its CA.
limit_days() {
  local end left
  end=$(openssl x509 -in ca.crt -noout -enddate | cut -d = -f 2)
  left=$((($(date -d "$end" +%s) - $(date +%s)) / 86400))
  [ "$left" -lt "$DAYS" ] || return 0
  [ "$left" -gt 0 ] || fail 3 "the CA ends on $end, and no certificate outlives it" "rm -r $FILES && provision/registry.sh create $(<address)   # then give each machine the new ca.crt"
  DAYS=$left
  say "the CA ends on $end, and its certificates with it: before that, make a new one by create"
}

# make_certificate NAME  signs a new key with the CA, and puts both into front/registry.pem in one step.
make_certificate() {
  limit_days
  make_key "$WORK/key"
  quietly openssl req -new -key "$WORK/key" -subj "/CN=${1:0:64}" -out "$WORK/request"
  printf '%s\n' "$(names_of "$1")" basicConstraints=critical,CA:FALSE keyUsage=critical,digitalSignature extendedKeyUsage=serverAuth >"$WORK/extensions"
  quietly openssl x509 -req -in "$WORK/request" -CA ca.crt -CAkey ca.key -set_serial "0x$(openssl rand -hex 16)" \
    -sha256 -days "$DAYS" -extfile "$WORK/extensions" -out "$WORK/certificate"
  cat "$WORK/certificate" "$WORK/key" >front/registry.pem.new
  mv front/registry.pem.new front/registry.pem
}

# hash_of  reads a password and prints its bcrypt hash: the registry takes no other. Perl belongs to Debian's base. Each
# request costs two such checks, so they are cheap: 160 random bits can't be guessed, however fast each guess is.
hash_of() {
  SALT=$(openssl rand -base64 24 | tr '+\n' './' | cut -c 1-22) perl -e '
    my $password = <STDIN>; chomp $password;
    my $hash = crypt($password, "\$2y\$04\$$ENV{SALT}") // "";
    $hash =~ /^\$2y\$.{56}$/ or exit 1; print $hash' ||
    fail 3 "this machine's crypt makes no bcrypt hash" "man 5 crypt"
}

# write_users PUSH-HASH PULL-HASH  replaces each file in one step: the registry reads its file at any moment, and reads it
# anew only once its time has changed.
write_users() {
  printf '%s\n' "userlist registry" "    group writers users push" "    user push password $1" "    user pull password $2" >front/users.cfg.new
  printf '%s\n' "push:$1" "pull:$2" >login/htpasswd.new
  mv -f front/users.cfg.new front/users.cfg
  mv -f login/htpasswd.new login/htpasswd
}

create() {
  local address=${1:-} name folder=$FILES push pull
  [ $# -le 1 ] || fail 2 "create takes one NAME:PORT" "provision/registry.sh --help"
  check_address "$address"
  name=${address%:*}
  [ ! -e "$folder" ] || fail 2 "$folder exists already" "provision/registry.sh renew   # or, for a new CA and users, remove it first: rm -r $folder"
  # In one step: a run that is interrupted leaves nothing.
  FILES=$WORK/files
  mkdir -p "$FILES/front" "$FILES/login" "$(dirname "$folder")"
  (
    cd "$FILES"
    echo "$address" >address
    make_ca "$name"
    make_certificate "$name"
    openssl rand -hex 20 >push.password
    openssl rand -hex 20 >pull.password
    push=$(hash_of <push.password)
    pull=$(hash_of <pull.password)
    write_users "$push" "$pull"
  )
  mv "$FILES" "$folder"
  FILES=$folder
  say "made a CA, a certificate for $name ($DAYS days) and the users push and pull in $FILES"
  trust "$address" "$FILES/ca.crt"
  cat <<TEXT
Next:
  printf 'COMPOSE_FILE=compose.yml:compose.secure.yml\nREGISTRY=$address\nREGISTRY_PORT=${address##*:}\n' >>.env
  docker compose up -d --wait registry registry-front
  docker login -u push --password-stdin $address <$FILES/push.password
  ./build.sh
TEXT
}

# enter_files  sets FRONT, goes to the files of an earlier create, and sets NAME.
enter_files() {
  [ ! -d "$FILES" ] || [ -x "$FILES" ] || fail 2 "you may not read $FILES" "ls -ld $FILES   # run the command as its owner"
  [ -r "$FILES/address" ] || fail 2 "$FILES has no registry's files" "provision/registry.sh create $(hostname):5443"
  find_front
  cd "$FILES"
  ADDRESS=$(<address)
  NAME=${ADDRESS%:*}
}

# find_front  sets FRONT to the running front of this project, if there is one. Its other settings do not matter here.
find_front() {
  FRONT=$(REGISTRY=${REGISTRY:-any} REGISTRY_FILES=$(realpath -m "$FILES") docker compose -f compose.yml -f compose.secure.yml ps -q registry-front 2>"$WORK/said") ||
    fail 3 "Docker can't be asked for the running registry: $(tail -n 1 "$WORK/said")" "docker version   # start the engine, then the same command again"
}

renew() {
  local answer
  [ $# = 0 ] || fail 2 "renew takes no arguments" "provision/registry.sh --help"
  enter_files
  make_certificate "$NAME"
  say "made a new certificate for $NAME ($DAYS days)"
  [ -n "$FRONT" ] || ! serves_another || fail 3 "the registry at $ADDRESS still serves another certificate, as ${COMPOSE_PROJECT_NAME:-this folder} is not the name of its project" \
    "COMPOSE_PROJECT_NAME=\$(docker ps --filter publish=${ADDRESS##*:} --format '{{.Label \"com.docker.compose.project\"}}') provision/registry.sh renew"
  [ -n "$FRONT" ] || {
    say "the project ${COMPOSE_PROJECT_NAME:-of this folder} has no running registry; it serves the certificate from its next start"
    return 0
  }
  answer=$(hand_over "$FRONT")
  [[ $answer == *Success* ]] || fail 3 "the running registry did not take the certificate: $answer" "docker restart $FRONT"
  say "the running registry serves it"
}

# serves_another  succeeds if the registry's address serves another certificate than the new one.
serves_another() {
  local served
  served=$(timeout 5 openssl s_client -connect "$ADDRESS" </dev/null 2>/dev/null | openssl x509 -noout -fingerprint -sha256 2>/dev/null) || return 1
  [ "$served" != "$(openssl x509 -in front/registry.pem -noout -fingerprint -sha256)" ]
}

# hand_over CONTAINER  gives HAProxy the new certificate and key on standard input. Open connections stay.
hand_over() {
  {
    echo "set ssl cert /run/front/registry.pem <<"
    cat front/registry.pem
    echo
    echo "commit ssl cert /run/front/registry.pem"
  } | docker exec -i "$1" bash -c '
    # HAProxy ends a connection after each command.
    command=""
    while IFS= read -r line; do
      command+=$line$'"'\n'"'
      [ -z "$line" ] || [[ $line == commit* ]] || continue
      exec 3<>/dev/tcp/127.0.0.1/9999
      printf %s "$command" >&3
      cat <&3
      command=""
    done'
}

password() {
  # The length of a password is that in bytes.
  local LC_ALL=C user=${1:-} new hash push pull
  [[ $user =~ ^(push|pull)$ && $# = 1 ]] || fail 2 "not a user: '$user'" "provision/registry.sh password push   # or pull"
  [ ! -t 0 ] || printf 'New password of %s: ' "$user" >&2
  IFS= read -r -s new || [ -n "$new" ] || fail 2 "no password on standard input" "openssl rand -hex 20 | provision/registry.sh password $user"
  # bcrypt reads no more than 72 bytes.
  [[ ${#new} -ge 16 && ${#new} -le 72 ]] || fail 2 "a password has 16 to 72 bytes" "openssl rand -hex 20 | provision/registry.sh password $user"
  enter_files
  hash=$(hash_of <<<"$new")
  printf '%s\n' "$new" >"$user.password"
  push=$(sed -n s/^push://p login/htpasswd) pull=$(sed -n s/^pull://p login/htpasswd)
  printf -v "$user" '%s' "$hash"
  write_users "$push" "$pull"
  # HAProxy's next process takes over the open port; the registry reads its file anew by itself.
  [ -z "$FRONT" ] || docker kill -s USR2 "$FRONT" >/dev/null
  say "$user has a new password. Log in again: docker login -u $user --password-stdin $ADDRESS <$FILES/$user.password"
}

trust() {
  [ $# = 2 ] || fail 2 "trust takes NAME:PORT and the file of the CA" "provision/registry.sh --help"
  check_address "$1"
  [ -r "$2" ] || fail 2 "$2 is not there, or you may not read it" "ls -l $2   # on another machine, first copy ca.crt from the registry's"
  openssl x509 -in "$2" -noout 2>/dev/null || fail 2 "$2 is no certificate" "head -n 1 $2   # the file is secure/ca.crt of the registry's machine"
  as_root install -d "$TRUSTED/$1"
  as_root install -m 644 "$2" "$TRUSTED/$1/ca.crt"
  say "Docker trusts it for $1: $TRUSTED/$1/ca.crt"
}

forget() {
  [ $# = 1 ] || fail 2 "forget takes one NAME:PORT" "provision/registry.sh --help"
  check_address "$1"
  as_root rm -rf "${TRUSTED:?}/$1"
  say "Docker no longer trusts $1's CA"
}

main() {
  local tool
  case "${1:-}" in
    --help | -h)
      usage
      return
      ;;
    create | renew | password | trust | forget) ;;
    "") fail 2 "no command is given" "provision/registry.sh --help" ;;
    *) fail 2 "unknown command: $1" "provision/registry.sh --help" ;;
  esac
  [[ $DAYS =~ ^[1-9][0-9]{0,4}$ ]] || fail 2 "REGISTRY_DAYS is no number of days: '$DAYS'" "unset REGISTRY_DAYS"
  for tool in openssl perl; do
    command -v "$tool" >/dev/null || fail 3 "the command $tool is missing" "apt-get install $tool"
  done
  # The file is named from where the command was called.
  [ "$1 $#" != "trust 3" ] || set -- trust "$2" "$(cd "$CALLED_FROM" && realpath -m -- "$3")"
  umask 077
  # Beside the files: what is moved within a file system is moved in one step.
  WORK=$(mktemp -d "$(realpath -m "$(dirname "$FILES")")/.registry.XXXXXX" 2>/dev/null) || WORK=$(mktemp -d)
  trap 'rm -rf "$WORK"' EXIT
  "$@"
}

main "$@"
