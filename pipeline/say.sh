# shellcheck shell=bash disable=SC2034,SC2153 # the parts of build.sh share their variables
# What the person at the terminal reads, and the running of stages with their times.

# now_ms VARIABLE  sets it to the present time, in milliseconds, without starting a process.
now_ms() { printf -v "$1" '%d' $((${EPOCHREALTIME/[.,]/} / 1000)); }

now_ms RUN_STARTED
AT_EXIT="" REFUSED=""
STAGE="" STAGE_CODE=0 STAGE_STARTED=0 STAGE_TIMES=""

elapsed_since() {
  local ms
  now_ms ms
  ms=$((ms - $1))
  printf '%d.%d s' $((ms / 1000)) $((ms % 1000 / 100))
}

note() { printf '    %s\n' "$*"; }

# has EXPRESSION  whether a line on stdin fits. It reads to the end: what writes into a pipe that
# `grep -q` has left is killed, and then counts as failed.
has() { EXPRESSION=$1 awk '$0 ~ ENVIRON["EXPRESSION"] { found = 1 } END { exit !found }'; }

# refuse CODE WHAT REMEDY  ends a run that has touched nothing yet, with one line.
refuse() {
  REFUSED=yes
  printf 'build.sh: %s. Remedy: %s\n' "$2" "$3" >&2
  exit "$1"
}

# stage CODE NAME COMMAND…  runs one stage. Its output is shown, and kept for the explanation should
# it fail: `set -e` then ends the script, and on_exit has the last word.
stage() {
  local took
  STAGE_CODE=$1 STAGE=$2
  now_ms STAGE_STARTED
  shift 2
  : >"$STAGE_LOG"
  # Not >(tee …): bash 5.0 waits for the last such process only.
  rm -f "$STAGE_LOG.pipe" && mkfifo -m 600 "$STAGE_LOG.pipe"
  tee -a "$STAGE_LOG" <"$STAGE_LOG.pipe" &
  STAGE_TEE=$!
  exec 3>&1 4>&2 >"$STAGE_LOG.pipe" 2>&1
  rm -f "$STAGE_LOG.pipe"
  "$@"
  close_stage_output
  took="$STAGE $(elapsed_since "$STAGE_STARTED")"
  STAGE_TIMES+="$took, "
  done_line "$took"
  STAGE=""
}

# Green where a person looks at a terminal, plain in a log.
done_line() { if [ -t 1 ]; then printf '  \e[32m✓ %s\e[0m\n' "$1"; else note "$1"; fi; }

close_stage_output() {
  exec 1>&3 2>&4 3>&- 4>&-
  wait "$STAGE_TEE" || :
}

on_exit() {
  local status=$?
  trap - EXIT
  # Explaining goes as far as it can.
  set +e
  # What a stage has interrupted goes on, however the run ends, and its own exit code stays.
  [ -z "$AT_EXIT" ] || $AT_EXIT || :
  [ -z "$LOCKED" ] || rm -f "$LOCK"
  if [ -z "$STAGE" ] || [ $status = 0 ]; then
    [ $status = 0 ] || [ -n "$REFUSED" ] || [ $status = 130 ] || [ $status = 143 ] ||
      echo "build.sh: ended between two stages, with exit code $status. Remedy: bash -x ./build.sh   # its last lines show where" >&2
    exit "$status"
  fi
  close_stage_output
  case $status in
    130 | 143) printf '[-] interrupted during %s; run ./build.sh again, it puts all right\n' "$STAGE" >&2 ;;
    *)
      printf '[-] %s failed after %s\n' "$STAGE" "$(elapsed_since "$STAGE_STARTED")" >&2
      explain >&2
      status=$STAGE_CODE
      ;;
  esac
  exit "$status"
}
trap on_exit EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

summary() { note "${STAGE_TIMES}in all $(elapsed_since "$RUN_STARTED")"; }
