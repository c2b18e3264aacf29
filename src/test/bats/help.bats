#!/usr/bin/env bats
# What each command says of itself, and of an option that it does not have.

bats_require_minimum_version 1.5.0

setup() { cd "$BATS_TEST_DIRNAME/../../.."; }

# helps COMMAND…  its help fits on a screen, on stdout alone, and shows how it is called.
helps() {
  run --separate-stderr "$@" --help
  [ "$status" = 0 ]
  [ -z "$stderr" ]
  [[ ${lines[0]} == Usage:*"${*: -1}"* || ${lines[0]} == Usage:*"$(basename "${*: -1}")"* ]]
  [[ $output == *Example*"$(basename "${*: -1}")"* ]]
  [ "$(wc -l <<<"$output")" -le 24 ]
  run ! grep -nE '.{81}' <<<"$output"
}

# refuses_an_unknown_option COMMAND…  with one line on stderr, which names --help, and before it does anything.
refuses_an_unknown_option() {
  run --separate-stderr "$@" --nonsense
  [ "$status" = 2 ]
  [ -z "$output" ]
  [ "$(wc -l <<<"$stderr")" = 1 ]
  [[ $stderr == *--nonsense*--help ]]
}

@test "help fits on a screen and has an example" {
  helps ./build.sh
  helps provision/provision.sh
  helps provision/machine.sh
  helps provision/second-engine.sh
  helps provision/registry.sh
  helps .ci/run
  helps bench/by-hand.sh
  helps bash proxy/traffic.sh
}

@test "an unknown option is refused with one line that names --help" {
  refuses_an_unknown_option ./build.sh
  refuses_an_unknown_option provision/provision.sh
  refuses_an_unknown_option provision/machine.sh
  refuses_an_unknown_option provision/second-engine.sh
  refuses_an_unknown_option provision/registry.sh
  refuses_an_unknown_option .ci/run
  refuses_an_unknown_option bench/by-hand.sh
  refuses_an_unknown_option bash proxy/traffic.sh
}

@test "an option of build.sh without its value names the option" {
  run --separate-stderr ./build.sh --tag
  [ "$status" = 2 ]
  [[ $stderr == "build.sh: --tag needs a version"*"Remedy: ./build.sh --tag "* ]]
}
