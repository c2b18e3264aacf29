# Explains a failed stage. It collects facts about the system, and finds the first failure mode in
# failures.properties that lists the stage and whose signature matches the output or the facts.

# The lines of failures.properties by their keys, and the keys in their order.
declare -gA MODES=()
MODE_KEYS=()

# Prints the facts, one a line. Signatures match these lines as they match Docker's messages. They are collected
# before the run goes back, which starts what had failed.
look_around() {
  local upload
  if ! engine_answers; then
    echo "fact: engine=down"
    return 0
  fi
  echo "fact: registry=$(registry_state)"
  echo "fact: disk=$(disk_state)"
  echo "fact: registry-storage=$(registry_storage)"
  [ "$STAGE" != push ] || {
    upload=$(try_upload)
    echo "fact: upload=${REGISTRY_URL%%:*}-${upload:-no-answer}"
  }
  docker buildx version >/dev/null 2>&1 || echo "fact: buildx=missing"
  ! database_is_made || echo "fact: db=first-start"
  project_containers | awk '{ print "fact: " $1 "=" $3 ($0 ~ /\(unhealthy\)/ ? "-unhealthy" : "") }'
}

registry_state() {
  local said status=0
  said=$(ask -S -o /dev/null -m 3 -w '%{http_code}' "$REGISTRY_URL/v2/" 2>&1) || status=$?
  case $status in
    0) echo "${REGISTRY_URL%%:*}-$said${LOGIN:+-with-a-login}" ;;
    6) echo unknown-host ;;
    7) echo refused ;;
    28) echo silent ;;
    35 | 60) if http -o /dev/null -m 3 "http://$REGISTRY_ADDRESS/v2/"; then echo plain-http; else sed -n 's/^curl: ([0-9]*) /untrusted: /p' <<<"$said"; fi ;;
    *) echo broken ;;
  esac
}

# Under systemd, the containerd image store is outside of the engine's folder.
disk_state() {
  local root
  root=$(docker info --format '{{.DockerRootDir}}' 2>/dev/null)
  { df -Pk "$root" /var/lib/containerd "$STATE" 2>/dev/null || :; } | awk '
    NR > 1 && $4 < 200 * 1024 { full = full " (" int($4 / 1024) " MB free at " $6 ")" }
    END { print full ? "full" full : "ok" }'
}

# The registry answers with a bare 500 when its volume is full; only its log says why.
registry_storage() {
  docker logs --since $((RUN_STARTED / 1000)) "$(container_of registry)" 2>&1 |
    has 'no space left on device' && echo full || echo ok
}

# The log of a container counts only for the failure modes that ask for it.
explain() {
  local printed evidence
  printed=$(stage_output)
  evidence=$(
    grep -v '^  | ' <<<"$printed"
    printf '%s\n' "$FACTS"
  )
  explain_mode "$(matching_mode "$evidence" "$(grep '^  | ' <<<"$printed")")" "$(sed -n 's/^fact: //p' <<<"$evidence" | paste -sd, | sed 's/,/, /g')"
}

# explain_mode MODE SEEN  prints the explanation, the remedy last. A remedy that did not help is not given again.
explain_mode() {
  local mode=$1 remedy last=$STATE/failure
  read_modes
  remedy=$(filled "$(mode_value "$mode" remedy)" | with_options)
  if [ "$(cat "$last" 2>/dev/null)" = "$STAGE $mode" ]; then
    remedy="docker compose ps -a; docker compose logs --tail 50; less $RUN_LOG   # the last run failed in the same way, and this remedy did not help: $remedy"
  fi
  [ "$STAGE" = list ] || echo "$STAGE $mode" >"$last"
  printf '  failure:       %s (docs/troubleshooting.md)\n' "$mode"
  printf '  what happened: %s\n' "$(filled "$(mode_value "$mode" symptom)")"
  printf '  seen:          %s\n' "$2"
  printf '  likely cause:  %s\n' "$(filled "$(mode_value "$mode" cause)")"
  printf '  remedy:        %s\n' "$remedy"
}

# read_modes  reads the file once; grep and sed would start a hundred times.
read_modes() {
  local line
  [ ${#MODES[@]} = 0 ] || return 0
  while IFS= read -r line; do
    [[ $line == \#* || $line != *=* ]] || { MODES[${line%%=*}]=${line#*=} && MODE_KEYS+=("${line%%=*}"); }
  done <pipeline/failures.properties
}

mode_value() { printf '%s' "${MODES[$1.$2]:-}"; }

# matching_mode EVIDENCE LOGS
matching_mode() {
  local key signature log
  read_modes
  for key in "${MODE_KEYS[@]}"; do
    [[ $key == *.stages && " ${MODES[$key]} " == *" $STAGE "* ]] || continue
    signature=$(mode_value "${key%.stages}" signature) log=$(mode_value "${key%.stages}" log)
    if { [ -n "$signature" ] && grep -qiE -- "$signature" <<<"$1"; } || { [ -n "$log" ] && grep -qiE -- "$log" <<<"${2:-}"; }; then
      echo "${key%.stages}"
      return 0
    fi
  done
}

# filled TEXT  replaces {project}, {registry}, {image}, {stage}, {rollback} and {log} by this run's values.
filled() {
  local text=$1
  text=${text//\{project\}/"$PROJECT"} text=${text//\{registry\}/"$REGISTRY_ADDRESS"}
  text=${text//\{image\}/"$IMAGE"} text=${text//\{stage\}/"$STAGE"} text=${text//\{rollback\}/"$ROLLBACK"}
  text=${text//\{log\}/"$RUN_LOG"}
  printf '%s' "$text"
}

# with_options  gives each build.sh of a remedy on stdin the options of this run: else it would do something else.
with_options() {
  local mode="" other="" provision="" registry="" fixed=""
  [ "$ROLLING" = no ] || mode=" --rolling"
  [ "$SWARM" = no ] || mode=" --swarm"
  [ -z "$VERSION" ] || other=" --tag $VERSION"
  # A version stays as it is, whatever is fixed in app/.
  [ -z "$ROLLBACK_TO" ] || other=" --rollback $ROLLBACK_TO" fixed='s#^\./build\.sh   \# after you have fixed app/$#./build.sh --list   \# then choose another version for --rollback#'
  [ "$ACTION" != collect ] || other=" --collect-garbage"
  # A remedy for what the list shows is a release.
  [ "$ACTION" != list ] || [ "$STAGE" = list ] || other=" --list"
  [ -z "$mode$other" ] || provision='s#\./build\.sh --provision#provision/provision.sh \&\& ./build.sh#g'
  # What is in .env can't be unset, and an empty variable means the default.
  [ -n "${REGISTRY:-}" ] || registry='s#env -u REGISTRY #REGISTRY= #g'
  sed -E -e "$provision" -e "$registry" -e "$fixed" -e "s#\./build\.sh( --swarm)?( [^-]|;|\$)#./build.sh$mode$other\2#g" \
    -e "s#\./build\.sh --rolling( [^-]|;|\$)#./build.sh --rolling$other\1#g" -e "s#\./build\.sh (--tag|--rollback) #./build.sh$mode \1 #g"
}
