# shellcheck shell=bash
# The record of what was done to this machine, so that --remove undoes that and nothing else.
# One line an act: KIND<tab>VALUE.

if [ -n "${ECLUSE_STATE_DIR:-}" ]; then
  STATE_DIR=$ECLUSE_STATE_DIR
elif [ "$(id -u)" = 0 ]; then
  STATE_DIR=/var/lib/ecluse
else
  STATE_DIR=${XDG_STATE_HOME:-$HOME/.local/state}/ecluse
fi
RECORD=$STATE_DIR/record.tsv

record() {
  mkdir -p "$STATE_DIR"
  recorded "$1" "$2" || printf '%s\t%s\n' "$1" "$2" >>"$RECORD"
}

# recorded KIND VALUE  succeeds if that act is in the record.
recorded() {
  [ -f "$RECORD" ] && grep -qxF "$1"$'\t'"$2" "$RECORD"
}

# recorded_values KIND  prints the values of a kind, one a line.
recorded_values() {
  [ ! -f "$RECORD" ] || awk -F'\t' -v kind="$1" '$1 == kind { print $2 }' "$RECORD"
}
