#!/usr/bin/env bats
# What provision/registry.sh makes, without an engine.

bats_require_minimum_version 1.5.0

setup() {
  cd "$BATS_TEST_DIRNAME/../../.."
  export REGISTRY_FILES=$BATS_TEST_TMPDIR/secure REGISTRY_TRUSTED=$BATS_TEST_TMPDIR/trusted PATH=$BATS_TEST_TMPDIR/bin:$PATH
  mkdir "$BATS_TEST_TMPDIR/bin"
  # No registry runs.
  ln -s "$(type -P true)" "$BATS_TEST_TMPDIR/bin/docker"
}

@test "a new password replaces the files of the users in one step" {
  provision/registry.sh create registry.example:5443
  ln "$REGISTRY_FILES/front/users.cfg" "$BATS_TEST_TMPDIR/users"
  ln "$REGISTRY_FILES/login/htpasswd" "$BATS_TEST_TMPDIR/htpasswd"
  before=$(cat "$BATS_TEST_TMPDIR/users" "$BATS_TEST_TMPDIR/htpasswd")
  openssl rand -hex 20 | provision/registry.sh password pull
  [ "$(cat "$BATS_TEST_TMPDIR/users" "$BATS_TEST_TMPDIR/htpasswd")" = "$before" ]
  [ "$(grep -c '^push:.*\|^pull:.*' "$REGISTRY_FILES/login/htpasswd")" = 2 ]
  run ! cmp "$REGISTRY_FILES/login/htpasswd" "$BATS_TEST_TMPDIR/htpasswd"
  run ! cmp "$REGISTRY_FILES/front/users.cfg" "$BATS_TEST_TMPDIR/users"
  [ -z "$(find "$REGISTRY_FILES" -perm /077 ! -name ca.crt)" ]
}

@test "the length of a password is that in bytes" {
  export LC_ALL=C.UTF-8
  provision/registry.sh create registry.example:5443
  run -2 provision/registry.sh password pull <<<"$(printf 'é%.0s' {1..40})"
  [[ $output == *"16 to 72 bytes"* ]]
  run -0 provision/registry.sh password pull <<<"$(printf 'é%.0s' {1..8})"
}

@test "a long name gets a certificate" {
  name=$(printf 'a%.0s' {1..60}).registry.example
  provision/registry.sh create "$name:5443"
  openssl x509 -in "$REGISTRY_FILES/front/registry.pem" -noout -ext subjectAltName | grep -F "DNS:$name"
  openssl verify -CAfile "$REGISTRY_FILES/ca.crt" -verify_hostname "$name" "$REGISTRY_FILES/front/registry.pem"
}

@test "a certificate ends before its CA, which outlives the first one by years" {
  export REGISTRY_DAYS=2
  provision/registry.sh create registry.example:5443
  ca=$REGISTRY_FILES/ca.crt
  openssl verify -CAfile "$ca" -attime $(($(date +%s) + 86400)) "$REGISTRY_FILES/front/registry.pem"
  run ! openssl verify -CAfile "$ca" -attime $(($(date +%s) + 3 * 86400)) "$REGISTRY_FILES/front/registry.pem"
  run -0 env REGISTRY_DAYS=90 provision/registry.sh renew
  [[ $output != *"the CA ends on"* ]]
  openssl verify -CAfile "$ca" -attime $(($(date +%s) + 89 * 86400)) "$REGISTRY_FILES/front/registry.pem"
  run -0 env REGISTRY_DAYS=9000 provision/registry.sh renew
  [[ $output == *"the CA ends on "*"before that, make a new one"* ]]
  end=$(date -d "$(openssl x509 -in "$ca" -noout -enddate | cut -d = -f 2)" +%s)
  [ "$(date -d "$(openssl x509 -in "$REGISTRY_FILES/front/registry.pem" -noout -enddate | cut -d = -f 2)" +%s)" -le "$end" ]
}

@test "no certificate is made of a CA that has ended" {
  provision/registry.sh create registry.example:5443
  openssl x509 -in "$REGISTRY_FILES/ca.crt" -signkey "$REGISTRY_FILES/ca.key" -days -1 -out "$BATS_TEST_TMPDIR/ended"
  cp "$BATS_TEST_TMPDIR/ended" "$REGISTRY_FILES/ca.crt"
  before=$(cat "$REGISTRY_FILES/front/registry.pem")
  run -3 provision/registry.sh renew
  [[ $output == *"no certificate outlives it. Remedy: rm -r "* ]]
  [ "$(cat "$REGISTRY_FILES/front/registry.pem")" = "$before" ]
}

@test "a renewal that the registry does not serve is none" {
  provision/registry.sh create registry.example:5443
  cp "$REGISTRY_FILES/front/registry.pem" "$BATS_TEST_TMPDIR/served"
  # shellcheck disable=SC2016 # for the program
  printf '#!/bin/sh\n[ "$1" != s_client ] || exec cat "%s"\nexec %s "$@"\n' "$BATS_TEST_TMPDIR/served" "$(type -P openssl)" >"$BATS_TEST_TMPDIR/bin/openssl"
  chmod +x "$BATS_TEST_TMPDIR/bin/openssl"
  run -3 env COMPOSE_PROJECT_NAME=other provision/registry.sh renew
  [[ $output == *"still serves another certificate, as other is not the name of its project. Remedy: COMPOSE_PROJECT_NAME=\$(docker ps --filter publish=5443 --format '{{.Label \"com.docker.compose.project\"}}') provision/registry.sh renew" ]]
}
