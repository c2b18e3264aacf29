# shellcheck shell=bash
# What the person at the terminal reads: each step with the time it took, each failure with its remedy.

now_ms() { date +%s%3N; }

# shellcheck disable=SC2034 # read by provision.sh
STARTED=$(now_ms)

elapsed_since() {
  local ms=$(($(now_ms) - $1))
  printf '%d.%d s' $((ms / 1000)) $((ms % 1000 / 100))
}

say() { printf '%s: %s\n' "${SPEAKER:-provision}" "$*"; }

# die CODE WHAT [REMEDY]
die() {
  printf '%s: %s%s\n' "${SPEAKER:-provision}" "$2" "${3:+. Remedy: $3}" >&2
  exit "$1"
}

# step DESCRIPTION COMMAND…  says what begins and how long it took; the command's output is shown only
# if it fails.
step() {
  local what=$1 started log
  shift
  started=$(now_ms)
  log=$(mktemp)
  say "$what..."
  if "$@" >"$log" 2>&1; then
    rm -f "$log"
    say "$what: done ($(elapsed_since "$started"))"
  else
    printf '%s: failed: %s\n  command: %s\n' "${SPEAKER:-provision}" "$what" "$*" >&2
    tail -n 25 "$log" | sed 's/^/  | /' >&2
    rm -f "$log"
    exit 3
  fi
}
