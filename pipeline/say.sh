# Output for the terminal, and the stages with their times.

# now_ms VARIABLE  sets it to the time in milliseconds, without a new process.
now_ms() { printf -v "$1" '%d' $((${EPOCHREALTIME/[.,]/} / 1000)); }

now_ms RUN_STARTED
GIVEN="" REFUSED="" COMMITTED="" ENDING="" SIGNAL=""
STAGE="" STAGE_CODE=0 STAGE_STARTED=0 STAGE_TIMES="" STAGE_BEFORE="" LOG_READER="" FACTS=""

# measure SINCE  sets ELAPSED to the time that has passed.
measure() {
  local ms
  now_ms ms
  ms=$((ms - $1))
  printf -v ELAPSED '%d.%d s' $((ms / 1000)) $((ms % 1000 / 100))
}

note() { printf '    %s\n' "$*"; }

# has EXPRESSION  succeeds if a line of stdin matches. It reads to the end: `grep -q` would close the pipe early,
# and the writer would fail.
has() { EXPRESSION=$1 awk '$0 ~ ENVIRON["EXPRESSION"] { found = 1 } END { exit !found }'; }

# refuse CODE WHAT REMEDY  prints one line and ends a run that has changed nothing yet.
refuse() {
  [ -n "$STAGE" ] || REFUSED=yes
  printf 'build.sh: %s. Remedy: %s\n' "$2" "$(with_options <<<"$3")" >&2
  exit "$1"
}

# stage CODE NAME COMMAND…  runs one stage, and shows and keeps its output. If it fails, `set -e` ends the script,
# and on_exit explains the failure.
stage() {
  STAGE_CODE=$1 STAGE=$2
  shift 2
  now_ms STAGE_STARTED
  keep_output
  "$@"
  measure "$STAGE_STARTED"
  STAGE_BEFORE="$STAGE $ELAPSED"
  STAGE=""
  STAGE_TIMES+="$STAGE_BEFORE, "
  # Green where a person looks at a terminal, plain in a log.
  if [ -t 3 ]; then printf '  \e[32m✓ %s\e[0m\n' "$STAGE_BEFORE"; else note "$STAGE_BEFORE"; fi
}

# keep_output  shows the output and keeps it in the run's log, until show_output. A closed terminal or pipe does not end
# the run.
keep_output() {
  [ -z "$LOG_READER" ] || return 0
  exec 3>&1 4>&2
  : >"$RUN_LOG"
  # Not >(tee …): bash 5.0 waits for the last such process only. The pipe is opened for reading and writing first, as
  # else this would wait for tee. Once only tee can read it, a write fails if tee has ended, and blocks nobody.
  rm -f "$RUN_LOG.pipe" && mkfifo "$RUN_LOG.pipe"
  # shellcheck disable=SC2094
  exec 5<>"$RUN_LOG.pipe" 6<"$RUN_LOG.pipe" >"$RUN_LOG.pipe" 2>&1
  (trap '' HUP INT QUIT TERM && exec tee -p -a "$RUN_LOG" <&6 >&3 2>/dev/null 5>&- 6>&- 9<&-) &
  LOG_READER=$!
  exec 5>&- 6>&-
}

show_output() {
  [ -n "$LOG_READER" ] || return 0
  exec 1>&3 2>&4 3>&- 4>&-
  wait "$LOG_READER" || :
}

# stage_output  prints the log since the last stage that succeeded.
stage_output() {
  awk -v before="$STAGE_BEFORE" '
    before && index($0, before) && length($0) < length(before) + 20 { part = ""; next }
    { part = part $0 "\n" }
    END { printf "%s", part }' "$RUN_LOG"
}

on_exit() {
  local status=$? copy
  # Ctrl-C also ends the running command, whose failure arrives first. The pending signal is the reason of the end.
  ENDING=yes
  :
  trap '' HUP INT QUIT PIPE TERM
  [ -z "$SIGNAL" ] || status=$SIGNAL
  trap - EXIT
  # An error must not stop the rollback or the explanation.
  set +eu
  # A signal may arrive inside a redirected function. Bash then holds copies of the stage's output, from descriptor 10
  # on, and tee would wait for them for ever.
  for copy in {10..40}; do eval "exec $copy>&-"; done
  if [ $status = 0 ] || [ -n "$REFUSED" ]; then
    show_output
  else
    [ -z "$STAGE" ] || [ -n "$SIGNAL" ] || FACTS=$(look_around)
    lead_back
    show_output
    tell_end $status || status=$STAGE_CODE
  fi
  exit "$status"
}

lead_back() {
  [ -z "$COMMITTED" ] || ROLLBACK="the new version serves"
  [ -n "$UNDERWAY" ] && [ -z "$COMMITTED" ] || return 0
  # An unread answer of the proxy would count as the answer to the next command.
  leave_proxy
  keep_output
  # What can't write ends, and so would the rollback.
  kill -0 "$LOG_READER" 2>/dev/null || exec >&3 2>&4
  GOING_BACK=yes
  go_back
}

# tell_end STATUS  prints how the run ended. It fails if the run should end with the exit code of its stage.
tell_end() {
  case $1 in
    129 | 130 | 131 | 141 | 143) printf '[-] interrupted%s; %s\n' "${STAGE:+ during $STAGE}" "$ROLLBACK" >&2 ;;
    *)
      if [ -z "$STAGE" ]; then
        echo "build.sh: an error outside of the stages ended the run with exit code $1. Remedy: bash -x ./build.sh${GIVEN:+ $GIVEN}   # its last lines show the command that failed" >&2
        return 0
      fi
      measure "$STAGE_STARTED"
      printf '[-] %s failed after %s\n' "$STAGE" "$ELAPSED" >&2
      explain >&2
      return 1
      ;;
  esac
}

trap_signals() {
  trap 'interrupted 129' HUP
  trap 'interrupted 130' INT
  trap 'interrupted 131' QUIT
  # While the proxy is connected, a write to it fails by itself if it has ended.
  [ -n "${TRAFFIC_PID:-}" ] || trap 'interrupted 141' PIPE
  trap 'interrupted 143' TERM
}

# interrupted CODE  ends the run with this exit code. If the run is ending already, it only notes the reason.
interrupted() {
  SIGNAL=$1
  [ -n "$ENDING" ] || exit "$1"
}

trap on_exit EXIT
trap_signals

summary() {
  measure "$RUN_STARTED"
  note "${STAGE_TIMES}in all $ELAPSED"
}
