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
