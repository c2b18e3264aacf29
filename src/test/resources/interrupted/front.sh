#!/usr/bin/env bash
# Stands in front of docker, Compose and curl: counts the calls of a run, and at one of them lets the call fail, or
# sends a signal while the call goes on. All else is done by the real program.
set -euo pipefail

name=${0##*/}
# Not by the environment: build.sh hands a user's variables to Docker and Compose alone.
# shellcheck source=/dev/null
source "$(dirname "$(readlink -f "$0")")/trial"

# The next one of that name, after this folder.
program() {
  local folder
  if [[ $name == docker-* ]]; then
    for folder in /usr/local/lib /usr/local/libexec /usr/lib /usr/libexec; do
      [ ! -x "$folder/docker/cli-plugins/$name" ] || {
        echo "$folder/docker/cli-plugins/$name"
        return
      }
    done
  fi
  PATH=${PATH#*"${0%/*}":} type -P "$name"
}

# Prints the number of this call, which two at the same time do not share.
count() {
  (
    flock 9
    # A command may have several lines.
    printf '%s\n' "$name ${*//$'\n'/ }" >>"$INTERRUPTED_CALLS"
    awk 'END { print NR }' "$INTERRUPTED_CALLS"
  ) 9>>"$INTERRUPTED_CALLS.lock"
}

# The run is the first process of build.sh above this one: its parts are processes of their own.
run() {
  local process=$$ found=""
  while [ "$process" -gt 1 ]; do
    [[ $(tr '\0' ' ' <"/proc/$process/cmdline") != *./build.sh* ]] || found=$process
    process=$(awk '{ sub(/.*\) /, ""); print $2 }' "/proc/$process/stat")
  done
  echo "$found"
}

# Ctrl-C reaches all that the run has started in its terminal, this call among them, once that is under way.
interrupt_all() {
  sleep 0.1
  # shellcheck disable=SC2046 # one word for each process
  kill -s INT $(ps -eo pid=,ppid=,pgid= | awk -v run="$1" '
    { parent[$1] = $2; group[$1] = $3 }
    END {
      for (process in parent) {
        for (above = process; above > 1 && above != run;) above = parent[above]
        if (above == run && group[process] == group[run]) print process
      }
    }') 2>/dev/null
}

if [ "$(count "$@")" = "$INTERRUPTED_CALL" ]; then
  case $INTERRUPTED_WAY in
    FAIL)
      echo "$name was made to fail" >&2
      exit 1
      ;;
    LOST)
      "$(program)" "$@" || :
      echo "$name was made to say that it failed" >&2
      exit 1
      ;;
    INT)
      # Looked for now: a call may be over before it is interrupted.
      top=$(run)
      interrupt_all "$top" >/dev/null 2>&1 &
      ;;
    *) kill -s "$INTERRUPTED_WAY" "$(run)" ;;
  esac
fi
exec "$(program)" "$@"
