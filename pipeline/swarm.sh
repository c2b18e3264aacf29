# A release on several machines. Docker Swarm starts, checks and replaces the containers; this run waits for the end
# of that, tells a rollback as the failure that it is, and proves which digest each task runs.

# The services before this run, in a file, and the tasks.
BEFORE="" TASKS_BEFORE="[]" SWARM_LIMIT_S=300

# check_swarm_input  refuses what no swarm can deploy.
check_swarm_input() {
  local name variable variables
  [ -e compose.swarm.yml ] || refuse 2 "this folder, $PWD, has no compose.swarm.yml" "git checkout compose.swarm.yml"
  case "$(docker info -f '{{.Swarm.LocalNodeState}} {{.Swarm.ControlAvailable}}' 2>/dev/null)" in
    "active true") ;;
    "active false") refuse 3 "this engine is a worker of its swarm, and only a manager can deploy" "docker node promote $(hostname)   # on a manager" ;;
    "" | " "*) refuse_without_engine ;;
    *) refuse 3 "this engine is in no swarm" "docker swarm init --advertise-addr ADDRESS   # the address that the other machines reach" ;;
  esac
  # `docker stack` reads no .env. What the shell has exported comes later, and so wins.
  eval "variables=($(variables_of_env))"
  for variable in "${variables[@]}"; do
    name=${variable%%=*}
    if ! is_for_every_program "$name"; then USERS_VARIABLES=("$variable" "${USERS_VARIABLES[@]}"); elif [ -z "${!name:-}" ]; then export "${variable?}"; fi
  done
  export COMPOSE_FILE=compose.swarm.yml
}

# variables_of_env  prints the variables of .env as words of the shell. Compose knows their quotes and comments, and it
# explains later what it can't read.
variables_of_env() {
  local names
  names=$(sed -nE 's/^[[:blank:]]*(export[[:blank:]]+)?([A-Za-z_][A-Za-z_0-9]*)[[:blank:]]*=.*/\2/p' .env 2>/dev/null | sort -u)
  [ -n "$names" ] || return 0
  jq -Rn '{services: {env: {image: "none", environment: ([inputs | {(.): "${\(.)}"}] | add)}}}' <<<"$names" |
    docker compose -f - --project-directory . config --format json 2>/dev/null |
    jq -r '[.services.env.environment // {} | to_entries[] | "\(.key)=\(.value // "" | gsub("[$][$]"; "$"))"] | @sh' || :
}

# check_swarm_registry  each node pulls by the image's name, so localhost would be another machine on each.
check_swarm_registry() {
  ! is_loopback "$REGISTRY_ADDRESS" ||
    refuse 2 "the registry $REGISTRY_ADDRESS is reached by this node only" "REGISTRY=registry.example:5443 ./build.sh --swarm"
}

release_to_swarm() {
  recover_swarm
  stage 18 check find_what_swarm_runs
  if [ -n "$ROLLBACK_TO" ]; then fetch_version; else publish; fi
  stage 18 check check_swarm
  echo "[*] Updating the swarm..."
  stage 14 deploy update_swarm
  stage 15 proof prove_swarm
  remove_replaced_images >/dev/null
  [ -z "$VERSION" ] || stage 16 tag name_version
  summary
  echo "[+] Pipeline completed successfully"
}

# engine_api PATH OPTION…  asks the engine's API; a docker command takes five times as long.
engine_api() { http -f -m 20 --unix-socket "$SOCKET" "http://engine/$1" "${@:2}"; }

# of_stack KIND  prints the stack's services or tasks as one JSON array.
of_stack() { engine_api "$1" -G --data-urlencode "filters={\"label\":[\"com.docker.stack.namespace=$PROJECT\"]}"; }

# stack_tasks  prints all tasks of the stack, each with the name of its node.
stack_tasks() {
  local nodes tasks
  nodes=$(engine_api nodes) && tasks=$(of_stack tasks) || return 1
  jq --argjson nodes "$(jq -c 'map({(.ID): .Description.Hostname}) | add' <<<"$nodes")" 'map(.Node = ($nodes[.NodeID // ""] // "no node"))' <<<"$tasks"
}

# swarm_digest  prints the digest of app that the services on stdin name.
swarm_digest() { jq -r --arg app "${PROJECT}_app" '.[] | select(.Spec.Name == $app) | .Spec.TaskTemplate.ContainerSpec.Image | split("@")[1] // empty'; }

# swarm_runs  prints the digests that the running tasks of app have.
swarm_runs() {
  local services tasks
  services=$(of_stack services) && tasks=$(of_stack tasks) || return 1
  jq -r --arg app "${PROJECT}_app" --slurpfile tasks <(printf '%s' "$tasks") '.[] | select(.Spec.Name == $app).ID as $id
    | [$tasks[0][] | select(.ServiceID == $id and .DesiredState == "running" and .Status.State == "running").Spec.ContainerSpec.Image | split("@")[1] // empty]
    | unique | join(" ")' <<<"$services"
}

find_what_swarm_runs() {
  docker node ls >/dev/null
  # What an earlier run could not undo is still to be undone.
  [ -n "$UNDERWAY" ] || { write "$BEFORE" of_stack services && : >"$STATE/deployed"; }
  TASKS_BEFORE=$(of_stack tasks | jq -c 'map(.ID)')
  SERVING=$(swarm_digest <"$BEFORE")
  SERVING_NAME=$IMAGE
  ROLLBACK="no version served before, so there is none to go back to"
  [ -z "$SERVING" ] || ROLLBACK="the previous version still serves"
}

# check_swarm  a task that no node can take would stop its service, or let the update wait for ever.
check_swarm() {
  local label nodes
  while read -r label; do
    nodes=$(docker node ls --filter "node.label=$label" --format '{{.Hostname}} is {{.Status}} and {{.Availability}}')
    # After a change of the leader, a node is Unknown for some seconds. A paused one keeps its tasks.
    has ' is (Ready|Unknown) and (Active|Pause)$' <<<"$nodes" || {
      echo "no suitable node: $([ -z "$nodes" ] && echo "no node has the label $label" || echo "of those with the label $label, $(paste -sd, <<<"$nodes")")"
      return 1
    }
  done < <(jq -r '.services[].deploy.placement.constraints // [] | .[] | capture("^ *node[.]labels[.](?<key>[^ =!]+) *== *(?<value>.*[^ ])") | "\(.key)=\(.value)"' <<<"$STACK")
}

# swarm_files  prints what is laid over compose.swarm.yml: all services with the application's image run the pushed
# digest, as `latest` may be another image on each node. Each config is named by its content, which Swarm never changes.
swarm_files() {
  local config file
  while IFS='|' read -r config file; do
    jq -n --arg config "$config" --arg file "$file" --arg name "$PROJECT-$config-$(sha256sum <"${file//\$\$/\$}" | cut -c 1-12)" '{configs: {($config): {$file, $name}}}'
  done < <(jq -r '.configs // {} | to_entries[] | select(.value.file) | "\(.key)|\(.value.file)"' <<<"$STACK") |
    jq -s --arg image "$REPOSITORY@$PUSHED" '(add // {}) * {version: "3.13", services: ($ARGS.positional | map({(.): {$image}}) | add)}' --args app "${ALIKE[@]}"
}

update_swarm() {
  echo "$PUSHED" >>"$STATE/deployed" && sync "$STATE/deployed"
  record deploy
  write "$STATE/swarm-files.json" swarm_files
  # Without "changed", a base image that moved would restart the database.
  docker stack deploy --with-registry-auth --resolve-image changed -c compose.swarm.yml -c "$STATE/swarm-files.json" "$PROJECT" 2>&1 | sed '/--detach=false/d'
  await_swarm || {
    tell_of_failed_tasks
    return 1
  }
}

# swarm_verdict TASKS  reads the services and prints "done", "wait …", or a reason why it can't get done. An update is
# over when Swarm says so and each task has its service's present specification.
swarm_verdict() {
  jq -r --slurpfile tasks <(printf '%s' "$1") '
    def spec: del(.Runtime, .Placement, .ContainerSpec.DNSConfig, .ContainerSpec.StopGracePeriod);
    [.[] | . as $service | (.Spec.Name) as $name | (.UpdateStatus.State // "") as $state
      | [$tasks[0][] | select(.ServiceID == $service.ID)] as $all
      | [$all[] | select(.DesiredState == "running" or .DesiredState == "ready")] as $wanted
      | [$wanted[] | select(.Status.State == "running" and (.Spec | spec) == ($service.Spec.TaskTemplate | spec))] as $well
      | [$all[] | select((.Status.State | IN("failed", "rejected", "complete")) and (.Spec | spec) == ($service.Spec.TaskTemplate | spec))] as $failed
      | [$wanted[] | select(.Status.Err // "" | test("^no suitable node"))] as $homeless
      | ($service.Spec.Mode.Replicated.Replicas // ([$wanted[].NodeID] | unique | length)) as $count
      | if $state == "rollback_completed" or $state == "rollback_paused" then "failed: \($name) was rolled back by Swarm: \(.UpdateStatus.Message)"
        elif $state == "paused" then "failed: the update of \($name) was paused by Swarm: \(.UpdateStatus.Message)"
        elif $state == "updating" and $homeless == [] or $state == "rollback_started" then "wait: \($name) \($state), \($well | length) of \($count) tasks"
        elif $homeless != [] then "homeless: \($name) has a task that no node can take: \($homeless[0].Status.Err)"
        elif .PreviousSpec == null and ($failed | length) > 2 then "failed: \($name) does not start"
        elif ($service.Spec.Mode.Global and $count == 0) or ($well | length) < $count or ($wanted | length) != ($well | length) then "wait: \($name) has \($well | length) of \($count) tasks"
        else empty end]
    | (map(select(startswith("failed"))) + map(select(startswith("homeless"))) + map(select(startswith("wait"))) + ["done"])[0]'
}

# await_swarm  waits for the end of the update; Docker itself ends with 0 after a rollback (docker/cli#6752). Each further
# task of a service prolongs the wait, as they are replaced one after the other.
await_swarm() {
  local deadline=$((SECONDS + SWARM_LIMIT_S)) homeless="" services tasks verdict="" counted='^wait: ([^ ]+) .*[^0-9]([0-9]+) of '
  local -A most=()
  while [ $SECONDS -lt $deadline ]; do
    # A manager that is lost costs its swarm the answers of some seconds.
    if services=$(of_stack services) && tasks=$(stack_tasks); then verdict=$(swarm_verdict "$tasks" <<<"$services"); else verdict="wait: $(docker node ls 2>&1 | tail -n 1)"; fi
    [[ ! $verdict =~ $counted || ${BASH_REMATCH[2]} -le ${most[${BASH_REMATCH[1]}]:-0} ]] || {
      most[${BASH_REMATCH[1]}]=${BASH_REMATCH[2]}
      deadline=$((SECONDS + SWARM_LIMIT_S))
    }
    case $verdict in
      done) return 0 ;;
      failed:*) break ;;
      homeless:*)
        homeless=${homeless:-$SECONDS}
        [ $((SECONDS - homeless)) -lt 15 ] || break
        ;;
      *) homeless="" ;;
    esac
    sleep 1
  done
  verdict=${verdict#*: }
  [ $SECONDS -lt $deadline ] || verdict="not done after $SWARM_LIMIT_S s: $verdict"
  echo "$verdict"
  return 1
}

# tell_of_failed_tasks  prints error, node and log of the last tasks of this run that failed.
tell_of_failed_tasks() {
  local task name node error
  while IFS='|' read -r task name node error; do
    echo "$name failed on $node: $error"
    echo "the last lines of its log:"
    timeout 10 docker service logs --raw --tail 15 "$task" 2>&1 | sed 's/^/  | /' || :
  done < <(jq -r --slurpfile services <(of_stack services) --argjson before "$TASKS_BEFORE" '
    ($services[0] | map({(.ID): .Spec.Name}) | add) as $names
    | [.[] | select((.Status.State | IN("failed", "rejected", "complete")) and (.ID | IN($before[]) | not))] | sort_by(.CreatedAt) | .[-3:][]
    | "\(.ID)|\($names[.ServiceID]).\(.Slot // .NodeID)|\(.Node)|\(.Status.Err // "it was stopped, as its health check failed")"' < <(stack_tasks))
}

# prove_swarm  fails unless the built, the pushed and the held image are the same, and each node's task runs it by its
# digest: an engine refuses content with another one.
prove_swarm() {
  local held service node image seen="" differs=""
  held=$(held_digest "$TAG")
  PUSHED_IMAGE=$(id_of_digest "$PUSHED")
  note "pushed         $PUSHED"
  note "registry holds $held"
  while read -r service node image; do
    note "$node runs ${image##*@} ($service)"
    seen=yes
    [ "$image" = "$REPOSITORY@$PUSHED" ] || differs=yes
  done < <(jq -r --slurpfile services <(of_stack services) --arg released " app ${ALIKE[*]} " --arg prefix "${PROJECT}_" '
    ($services[0] | map({(.ID): .Spec.Name | ltrimstr($prefix)}) | add) as $names
    | sort_by(.Node, .Slot)[] | select(.DesiredState == "running" and .Status.State == "running")
    | $names[.ServiceID] as $name | select($released | contains(" \($name) ")) | "\($name) \(.Node) \(.Spec.ContainerSpec.Image)"' < <(stack_tasks))
  if [ -z "$seen$differs" ] || [ -n "$differs" ] || [ -z "$PUSHED" ] || [ "$PUSHED" != "$held" ] || [ "${BUILT:-$PUSHED_IMAGE}" != "$PUSHED_IMAGE" ]; then
    echo "the digests differ${BUILT:+: built $BUILT}"
    return 1
  fi
  COMMITTED=yes
  record_end
}

# recover_swarm  first undoes what an interrupted run has left.
recover_swarm() {
  BEFORE=$STATE/swarm.json
  [ -n "$UNDERWAY" ] && [ -s "$BEFORE" ] || return 0
  note "an earlier run was interrupted ($UNDERWAY)"
  SERVING=$(swarm_digest <"$BEFORE")
  if go_back_in_swarm; then note "$ROLLBACK"; else note "its changes could not be undone: $ROLLBACK"; fi
}

# go_back_in_swarm  restores each service as it was before, and the registry's tag. What somebody else has released since
# stays, and gets the tag.
go_back_in_swarm() {
  local since
  [ -n "$SERVING" ] || {
    ROLLBACK="no version served before, so there is none to go back to"
    record_end
    return 0
  }
  ROLLBACK="the previous version could not be restored: docker service ps ${PROJECT}_app"
  since=$(released_since) || return 1
  if [ -n "$since" ]; then
    SERVING=$since ROLLBACK="the release that somebody else has made since stays ($since)"
  else
    [ "$UNDERWAY" = name ] || put_services_back || return 1
    ROLLBACK="the previous version serves ($SERVING)"
  fi
  point_tag "$TAG" "$SERVING" || {
    note "the tag $TAG in the registry could not be moved back"
    return 0
  }
  record_end
}

# released_since  prints the digest of app if neither this release, or one that was interrupted before it, has put it in
# place, nor did it serve before.
released_since() {
  local now deadline=$((SECONDS + 30))
  # A swarm without a leader does not answer.
  until now=$(of_stack services | swarm_digest); do
    [ $SECONDS -lt $deadline ] && engine_answers || return 1
    sleep 1
  done
  [ "$now" = "$SERVING" ] || grep -qxF "$now" "$STATE/deployed" 2>/dev/null || echo "$now"
}

# put_services_back  Swarm's own rollback is awaited first. It covers one service; a release may change several.
put_services_back() {
  local deadline=$((SECONDS + SWARM_LIMIT_S)) missing
  while of_stack services | jq -e 'any(.UpdateStatus.State == "rollback_started")' >/dev/null && [ $SECONDS -lt $deadline ]; do sleep 0.5; done
  deadline=$((SECONDS + 30))
  # A service that changes meanwhile refuses its specification, and a swarm without a leader refuses any.
  until put_specs_back; do
    [ $SECONDS -lt $deadline ] || return 1
    sleep 1
  done
  missing=$(of_stack services | jq -r --slurpfile before "$BEFORE" '[$before[0][].Spec.Name] - [.[].Spec.Name] | join(" ")') || return 1
  [ -z "$missing" ] || {
    ROLLBACK="the previous version could not be restored, as somebody has removed $missing; the next release makes it again"
    return 1
  }
  await_serving
}

# put_specs_back  gives each service the specification that it had before. The login is the newer one. A service that the
# release has added stays.
put_specs_back() {
  local services id version name
  services=$(of_stack services) || return 1
  while read -r id version name; do
    jq -c --arg name "$name" '.[] | select(.Spec.Name == $name).Spec' "$BEFORE" |
      engine_api "services/$id/update?version=$version&registryAuthFrom=spec" -o /dev/null -H 'Content-Type: application/json' --data-binary @- || return 1
    note "going back with $name"
  done < <(jq -r --slurpfile before "$BEFORE" '.[] | . as $now | $before[0][] | select(.Spec.Name == $now.Spec.Name and .Spec != $now.Spec) | "\($now.ID) \($now.Version.Index) \(.Spec.Name)"' <<<"$services")
}

# await_serving  waits until the services that were there before are as they were.
await_serving() {
  local deadline=$((SECONDS + SWARM_LIMIT_S))
  until [ "$(of_stack services | jq --slurpfile before "$BEFORE" 'map(select(.Spec.Name | IN($before[0][].Spec.Name)) | del(.UpdateStatus))' | swarm_verdict "$(stack_tasks)")" = "done" ]; do
    [ $SECONDS -lt $deadline ] || return 1
    sleep 0.5
  done
}
