#!/usr/bin/env bash
# How long ./build.sh takes for one changed line, beside the document's four commands typed by hand
# on the same stack, waits for health included in both. Interleaved; prints each run, the medians
# and their ratio.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."

IMAGE=localhost:5000/app:latest
SOURCE=$(cat app/app.py)

usage() {
  cat <<'TEXT'
Usage: bench/by-hand.sh [ROUNDS]

Measures how long ./build.sh takes to serve one changed line, beside the
document's four commands typed by hand. Prints each of ROUNDS rounds (default:
7), the medians and their ratio. Deploy the stack first. The script changes
app/app.py and restores it.

Example:
  ./build.sh && bench/by-hand.sh 3
TEXT
}

now_ms() { date +%s%3N; }

change_a_line() { printf '%s\n# changed %s\n' "$SOURCE" "$(now_ms)" >app/app.py; }

by_hand() {
  docker build --provenance=false -t $IMAGE ./app
  docker push $IMAGE
  docker compose down
  docker compose up -d --wait
}

# timed COMMAND…  prints the milliseconds that it took on a freshly changed line.
timed() {
  local started
  change_a_line
  started=$(now_ms)
  "$@" >/dev/null 2>&1
  echo $(($(now_ms) - started))
}

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

main() {
  local round rounds=${1:-7} hand=() script=()
  case "$*" in
    --help | -h)
      usage
      return
      ;;
  esac
  [[ $# -le 1 && $rounds =~ ^[1-9][0-9]{0,2}$ ]] || {
    printf 'by-hand: ROUNDS is not a number from 1 to 999: %s. Remedy: bench/by-hand.sh --help\n' "$*" >&2
    return 2
  }
  trap 'printf "%s\n" "$SOURCE" >app/app.py' EXIT
  for ((round = 1; round <= rounds; round++)); do
    hand+=("$(timed by_hand)")
    script+=("$(timed ./build.sh)")
    printf 'round %d: by hand %d ms, build.sh %d ms\n' "$round" "${hand[-1]}" "${script[-1]}"
  done
  awk -v hand="$(printf '%s\n' "${hand[@]}" | median)" -v script="$(printf '%s\n' "${script[@]}" | median)" \
    'BEGIN { printf "median: by hand %d ms, build.sh %d ms, ratio %.2f\n", hand, script, script / hand }'
}

main "$@"
