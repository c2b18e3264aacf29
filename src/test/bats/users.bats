#!/usr/bin/env bats
# What a user's shell brings along: variables, functions and options.

bats_require_minimum_version 1.5.0

setup() {
  cd "$BATS_TEST_DIRNAME/../../.."
  PLUGIN=$BATS_TEST_TMPDIR/docker-compose
  printf '#!/bin/sh\nenv\n' >"$PLUGIN"
  chmod +x "$PLUGIN"
}

# variables NAME=VALUE…  prints what Compose sees of these exported variables while the script has its own.
variables() {
  # shellcheck disable=SC2016 # for the other shell
  env "$@" PLUGIN="$PLUGIN" bash -c '
    source pipeline/settings.sh
    set_aside_variables
    for part in say input engine registry release proxy; do source pipeline/$part.sh; done
    trap - EXIT
    PLUGINS[compose]=$PLUGIN STAGE=deploy TAG=latest BUILD={} LOGIN=secret
    show() { local image=own; docker compose config; }
    show'
}

@test "Compose sees the user's variables, whatever variables the script has" {
  variables STAGE=production TAG=bookworm BUILD=77 image=theirs STACK= >"$BATS_TEST_TMPDIR/seen"
  for line in STAGE=production TAG=bookworm BUILD=77 image=theirs STACK=; do
    grep -qxF "$line" "$BATS_TEST_TMPDIR/seen"
  done
}

@test "a name of an array of the script, or of a local variable, is the user's too" {
  variables CERTIFICATES=theirs FOUND=theirs PLUGINS=theirs program=theirs names=theirs FUNCTIONS=theirs REPLY=theirs >"$BATS_TEST_TMPDIR/seen"
  for name in CERTIFICATES FOUND program names FUNCTIONS REPLY; do
    grep -qxF "$name=theirs" "$BATS_TEST_TMPDIR/seen"
  done
  run -0 env names=theirs FUNCTIONS=theirs ./build.sh --help
}

@test "no program sees a variable of the script" {
  variables LOGIN=theirs PROJECT=theirs >"$BATS_TEST_TMPDIR/seen"
  run ! grep -e '^LOGIN=secret' -e '^PROVEN=' "$BATS_TEST_TMPDIR/seen"
  # shellcheck disable=SC2016 # for the other shell
  run env LOGIN=theirs bash -c 'source pipeline/settings.sh; set_aside_variables; LOGIN=secret; env'
  [[ $output != *LOGIN=* ]]
}

@test "the settings of Docker and Compose reach them as they are" {
  variables COMPOSE_FILE=a.yml DOCKER_CONFIG=/there BUILDX_BUILDER=mine >"$BATS_TEST_TMPDIR/seen"
  for line in COMPOSE_FILE=a.yml DOCKER_CONFIG=/there BUILDX_BUILDER=mine; do grep -qxF "$line" "$BATS_TEST_TMPDIR/seen"; done
}

@test "an exported function runs instead of no program" {
  cat() { echo theirs; }
  export -f cat
  run -0 ./build.sh --help
  [[ $output == Usage:* ]]
}

@test "exported options of a shell change nothing" {
  for options in allexport keyword noclobber noglob monitor posix; do
    run -2 env "SHELLOPTS=$options" ./build.sh --tag
    [[ $output == "build.sh: --tag needs a version"* ]]
  done
  for options in failglob nullglob nocasematch xpg_echo; do
    run -2 env "BASHOPTS=$options" ./build.sh --Rolling
    [[ $output == "build.sh: unknown option: --Rolling"* ]]
  done
}

@test "without an engine, each kind of run says so and how to get one" {
  local option
  for option in "" --rolling "--tag v1" "--rollback v1" --list --collect-garbage --swarm; do
    # shellcheck disable=SC2086 # an option and its value
    run -3 env DOCKER_HOST=unix:///nowhere/docker.sock ./build.sh $option
    # This machine may have no Docker at all, or no Compose.
    [[ $output == "build.sh: the docker command is missing. Remedy: "* || $output == "build.sh: Compose v2 is missing. Remedy: "* ||
      $output == "build.sh: no Docker engine answers: "*"Remedy: "*"systemctl start docker"* ]]
    [[ $output != *line\ * ]]
  done
}
