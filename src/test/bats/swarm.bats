#!/usr/bin/env bats
# What build.sh --swarm asks of a swarm and tells it, with an engine that answers from files.

bats_require_minimum_version 1.5.0

setup() {
  cd "$BATS_TEST_DIRNAME/../../.."
  # shellcheck disable=SC2155
  local trap_of_bats=$(trap -p EXIT)
  # shellcheck source=/dev/null
  for part in settings say input engine registry stages deploy release versions failures swarm; do source "pipeline/$part.sh"; done
  eval "$trap_of_bats"
  STATE=$BATS_TEST_TMPDIR PROJECT=shop REPOSITORY=registry.example:5443/app TAG=latest BEFORE=$BATS_TEST_TMPDIR/swarm.json
  SERVICES_NOW=$BATS_TEST_TMPDIR/services TASKS=$BATS_TEST_TMPDIR/tasks SENT=$BATS_TEST_TMPDIR/sent
  : >"$SENT"
  engine_answers() { true; }
  point_tag() { echo "$1 $2" >>"$SENT"; }
  # engine_api  a specification that is sent is that of the service from then on, and of its tasks.
  engine_api() {
    case $1 in
      nodes) echo '[{"ID": "n", "Description": {"Hostname": "node1"}}]' ;;
      services) cat "$SERVICES_NOW" ;;
      tasks) cat "$TASKS" ;;
      services/*)
        echo "$1" >>"$SENT"
        jq -c --slurpfile spec <(cat) --arg path "$1" 'map(if "services/\(.ID)/" as $own | $path | startswith($own) then .Spec = $spec[0] else . end)' "$SERVICES_NOW" >"$SERVICES_NOW.new"
        mv "$SERVICES_NOW.new" "$SERVICES_NOW"
        run_tasks
        ;;
    esac
  }
}

# service NAME DIGEST [ID]  prints a service of the stack with one task.
service() {
  jq -nc --arg name "shop_$1" --arg image "registry.example:5443/$1@sha256:$2" --arg id "${3:-$1}" \
    '{ID: $id, Version: {Index: 7}, Spec: {Name: $name, TaskTemplate: {ContainerSpec: {Image: $image}}, Mode: {Replicated: {Replicas: 1}}}}'
}

# run_tasks  gives each service but worker, which never runs, a task that runs what the service asks for.
run_tasks() {
  jq -c 'map({ServiceID: .ID, NodeID: "n", DesiredState: "running", Spec: .Spec.TaskTemplate, Status: {State: (if .Spec.Name == "shop_worker" then "failed" else "running" end)}})' "$SERVICES_NOW" >"$TASKS"
}

# after_a_kill STEP SERVICE…  is the run after one that was killed in this step, with these services in the swarm by now. app had
# the digest a before, and the killed run has deployed b.
after_a_kill() {
  UNDERWAY=$1
  { service app a && service db d; } | jq -sc . >"$BEFORE"
  printf '%s\n' "${@:2}" | jq -sc . >"$SERVICES_NOW"
  run_tasks
  [ "$1" = name ] || echo sha256:b >"$STATE/deployed"
  recover_swarm >"$STATE/said"
}

@test "an interrupted release is undone" {
  after_a_kill deploy "$(service app b)" "$(service db d)"
  [ "$(cat "$SENT")" = $'services/app/update?version=7&registryAuthFrom=spec\nlatest sha256:a' ]
  grep -F "the previous version serves (sha256:a)" "$STATE/said"
  [ -z "$UNDERWAY" ]
}

@test "what another manager has released since stays" {
  after_a_kill deploy "$(service app c)" "$(service db d)"
  [ "$(cat "$SENT")" = "latest sha256:c" ]
  grep -F "the release that somebody else has made since stays (sha256:c)" "$STATE/said"
  [ -z "$UNDERWAY" ]
  after_a_kill name "$(service app c)" "$(service db d)"
  [ "$(tail -n 1 "$SENT")" = "latest sha256:c" ]
}

@test "a service that a release has added does not keep the others from going back" {
  SWARM_LIMIT_S=2
  after_a_kill deploy "$(service app b)" "$(service db d)" "$(service worker w)"
  grep -F "the previous version serves (sha256:a)" "$STATE/said"
}

@test "a service that was removed and made again goes back" {
  after_a_kill deploy "$(service app b another)" "$(service db d)"
  [ "$(head -n 1 "$SENT")" = 'services/another/update?version=7&registryAuthFrom=spec' ]
  grep -F "the previous version serves (sha256:a)" "$STATE/said"
}

@test "a service that somebody has removed is named, and the run does not count as undone" {
  after_a_kill deploy "$(service app b)"
  grep -F "could not be restored, as somebody has removed shop_db" "$STATE/said"
  [ "$UNDERWAY" = deploy ]
  [ "$(grep -c latest "$SENT")" = 0 ]
}

@test "a specification that is refused is sent again" {
  eval "real_$(declare -f engine_api)"
  engine_api() {
    [[ $1 != services/* || -e $STATE/refused ]] || { touch "$STATE/refused" && return 22; }
    real_engine_api "$@"
  }
  after_a_kill deploy "$(service app b)" "$(service db d)"
  grep -F "the previous version serves (sha256:a)" "$STATE/said"
}

@test "what runs is what tasks run" {
  { service app b && service db d; } | jq -sc . >"$SERVICES_NOW"
  run_tasks
  [ "$(swarm_runs)" = sha256:b ]
  jq -c 'map(.Status.State = "failed")' "$TASKS" >"$TASKS.new" && mv "$TASKS.new" "$TASKS"
  [ -z "$(swarm_runs)" ]
}

# replaced TASKS  awaits an update of three tasks, of which one more runs the new image every twenty seconds, up to that many.
replaced() {
  local new=0 limit=$1
  service app b | jq -c '.PreviousSpec = {} | .UpdateStatus.State = "updating" | .Spec.Mode.Replicated.Replicas = 3 | [.]' >"$SERVICES_NOW"
  stack_tasks() {
    jq -nc --argjson new $new --slurpfile services "$SERVICES_NOW" '$services[0][0].Spec.TaskTemplate as $spec
      | [range(3) | {ServiceID: "app", DesiredState: "running", Status: {State: "running"}, Spec: (if . < $new then $spec else {} end)}]'
  }
  # shellcheck disable=SC2034 # bash has it
  sleep() {
    SECONDS=$((SECONDS + 20))
    [ $new = "$limit" ] || new=$((new + 1))
    [ $new != 3 ] || { jq -c '.[].UpdateStatus.State = "completed"' "$SERVICES_NOW" >"$SERVICES_NOW.new" && mv "$SERVICES_NOW.new" "$SERVICES_NOW"; }
  }
  # Long enough that the seconds which pass by themselves do not count.
  SWARM_LIMIT_S=30
  await_swarm
}

@test "an update may take as long as further tasks come up" {
  run -0 replaced 3
  run -1 replaced 2
  [ "$output" = "not done after 30 s: shop_app updating, 2 of 3 tasks" ]
  STAGE=deploy
  [ "$(matching_mode "$output")" = swarm-not-done ]
}

# swarm_is NODE…  checks the swarm for a stack whose database asks for a label that these nodes have.
swarm_is() {
  local of_engine
  of_engine=$(printf '%s\n' "$@")
  docker() { printf '%s' "$of_engine"; }
  STACK=$(jq -n --arg constraint "${CONSTRAINT:-node.labels.ecluse.db == true}" '{services: {app: {}, db: {deploy: {placement: {constraints: ["node.role == worker", "node.labels.x != y", $constraint]}}}}}')
  check_swarm
}

@test "a label helps only if one of its nodes takes tasks" {
  run -0 swarm_is "node1 is Down and Active" "node2 is Ready and Active"
  run -0 swarm_is "node1 is Unknown and Active"
  run -0 swarm_is "node1 is Ready and Pause"
  run -1 swarm_is "node1 is Down and Active" "node2 is Ready and Drain"
  [ "$output" = "no suitable node: of those with the label ecluse.db=true, node1 is Down and Active,node2 is Ready and Drain" ]
  run -1 swarm_is
  [ "$output" = "no suitable node: no node has the label ecluse.db=true" ]
  CONSTRAINT=node.labels.ecluse.db==true
  run -1 swarm_is
  [ "$output" = "no suitable node: no node has the label ecluse.db=true" ]
}

@test "a registry whose name begins like a loopback address is reached by others" {
  for REGISTRY_ADDRESS in localhosts.example:5443 registry.example:5443 "[fd00::1]:5443"; do check_swarm_registry; done
  for REGISTRY_ADDRESS in localhost localhost:5000 127.0.0.1:5000 "[::1]:5000"; do run -2 check_swarm_registry; done
}

@test "the variables of .env are those that Compose reads" {
  docker compose version >/dev/null 2>&1 || skip "there is no Compose"
  cd "$BATS_TEST_TMPDIR"
  printf '%s\n' 'REGISTRY=registry.example:5443 # ours' "export KEY=abc=" "GREETING=\"it's \\\"well\\\"\"" 'IMAGES_FROM=${REGISTRY}/' 'PRICE='\''5$'\' >.env
  find_plugins
  eval "variables=($(variables_of_env))"
  [ "${variables[*]}" = "GREETING=it's \"well\" IMAGES_FROM=registry.example:5443/ KEY=abc= PRICE=5\$ REGISTRY=registry.example:5443" ]
}

@test "each certificate that Docker has for the registry counts" {
  folder=$BATS_TEST_TMPDIR/docker/certs.d/registry.example:5443
  SOCKET=/run/user/1/docker.sock XDG_CONFIG_HOME=$BATS_TEST_TMPDIR LOGIN='"push:secret"'
  mkdir -p "$folder"
  printf 'old' >"$folder/a.crt"
  http() { printf '%s\n' "$*" && cat "$2" "$4"; }
  use_registry registry.example:5443
  [ "$(ask https://registry.example:5443/v2/ | tail -n +2)" = 'olduser = "push:secret"' ]
  printf 'new\n' >"$folder/b.crt"
  use_registry registry.example:5443
  [ "$(ask https://registry.example:5443/v2/ | tail -n +2)" = $'old\nnew\nuser = "push:secret"' ]
  [ "$REGISTRY_URL" = https://registry.example:5443 ]
}
