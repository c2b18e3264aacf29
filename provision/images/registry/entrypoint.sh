#!/bin/sh
# Takes what the official image takes: a configuration file, a registry subcommand, or any command.
set -eu

case "${1:-}" in
  *.yml | *.yaml) exec registry serve "$@" ;;
  serve | garbage-collect | help | -*) exec registry "$@" ;;
  *) exec "$@" ;;
esac
