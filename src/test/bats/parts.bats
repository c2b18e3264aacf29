#!/usr/bin/env bats
# Parts of build.sh that need no Docker: what they read, and what they say of it.

bats_require_minimum_version 1.5.0

setup() {
  cd "$BATS_TEST_DIRNAME/../../.."
  # shellcheck source=/dev/null
  for part in settings say input engine registry stages deploy release versions failures proxy swarm collect; do source "pipeline/$part.sh"; done
  trap - EXIT
  CONTAINERS=() STATE=$BATS_TEST_TMPDIR PROVEN=$BATS_TEST_TMPDIR/proven.json ONCE=()
}

# verdict SERVICES LINE…  where the services are one word.
verdict() {
  local listing
  listing=$(printf '%s\n' "${@:2}")
  # shellcheck disable=SC2086 # its words are services
  health_verdict "$listing" $1
  echo "$VERDICT"
}

@test "a port that Docker joins with its neighbours is found" {
  has_port 127.0.0.1 5001 "127.0.0.1:5000-5002->5000-5002/tcp"
  has_port 127.0.0.1 8080 "5432/tcp, 0.0.0.0:8080->80/tcp"
}

@test "a port of the other family is none of this one" {
  run ! has_port ::1 5000 "127.0.0.1:5000->5000/tcp"
  has_port ::1 5000 "[::]:5000->5000/tcp"
}

@test "a port that is only exposed is not held" {
  run ! has_port 127.0.0.1 5432 "5432/tcp"
}

@test "containers are found by what their fields are like" {
  PROJECT=shop
  CONTAINERS=(
    "shop|app||running|Up 2 days (healthy)|1|shop-app-1|localhost:5000/app|shop_front,shop_back|127.0.0.1:8080->8080/tcp|/srv/shop"
    "shop|app||running|Up 2 days (unhealthy)|2|shop-app-2|localhost:5000/app|shop_front||/srv/shop"
    "shop|app|True|running|Up 2 days|3|shop-app-run-1|localhost:5000/app|shop_front||/srv/shop"
    "|||running|Up 2 days|4|stranger|nginx|shop_front||"
  )
  containers id ours=yes service=app 'status=*\(healthy\)*'
  [ "${FOUND[*]}" = 1 ]
  containers id ours=yes service=app 'status=!(*unhealthy*|*Restarting*)'
  [ "${FOUND[*]}" = 1 ]
  containers id mine= 'networks=*,shop_front,*'
  [ "${FOUND[*]}" = 4 ]
  containers folder mine=yes id=1
  [ "${FOUND[*]}" = /srv/shop ]
  running_jobs
  [ "${FOUND[*]}" = shop-app-run-1 ]
}

@test "the last step of the record counts, and its end is read as one" {
  record down
  record deploy
  read_record
  [ "$UNDERWAY" = deploy ]
  record_end
  UNDERWAY=stale
  read_record
  [ -z "$UNDERWAY" ]
}

@test "all services are healthy" {
  [ "$(verdict "db app" "db 1 running Up 5 seconds (healthy)" "app 2 running Up 2 seconds (healthy)")" = healthy ]
}

@test "while one of them starts, it is too early to tell" {
  [ -z "$(verdict "db app" "db 1 running Up 5 seconds (healthy)" "app 2 running Up 2 seconds (health: starting)")" ]
}

@test "a service without a container is waited for" {
  [ -z "$(verdict "db app" "db 1 running Up 5 seconds (healthy)")" ]
}

@test "one that has ended can't become healthy any more" {
  [[ $(verdict "db app" "db 1 running Up 5 seconds (healthy)" "app 2 exited Exited (1) 1 second ago") == "app did not become healthy"* ]]
}

@test "one that may end, and ended well, is well" {
  ONCE=(job)
  [ "$(verdict "job" "job 1 exited Exited (0) 1 second ago")" = healthy ]
  ONCE=()
  [ "$(verdict "job" "job 1 exited Exited (0) 1 second ago")" != healthy ]
}

@test "without a health check, a service is well after three seconds" {
  [ -z "$(verdict "web" "web 1 running Up 2 seconds")" ]
  [ "$(verdict "web" "web 1 running Up 3 seconds")" = healthy ]
  [ "$(verdict "web" "web 1 running Up 2 days")" = healthy ]
}

@test "other services do not count" {
  [ "$(verdict "db" "db 1 running Up 5 seconds (healthy)" "mail 2 exited Exited (1) 1 second ago")" = healthy ]
}

@test "a network that is there fits by name, IPv6 and every subnet" {
  network_is_there shop_back false <<<"shop_back false 172.18.0.0/16 "
  network_is_there shop_back true fd00::/64 <<<"shop_back true 172.18.0.0/16 fd00::/64 "
  run ! network_is_there shop_back true fd00::/64 <<<"shop_back true 172.18.0.0/16 "
  run ! network_is_there shop_back true <<<"shop_back false 172.18.0.0/16 "
  run ! network_is_there shop false <<<"shop_back false 172.18.0.0/16 "
}

# networks_fit NETWORK…  checks the networks of a stack, on an engine whose networks are in ENGINE, one a line. It creates
# none with a subnet in OVERLAPS, as an engine does if a network that is there has some of the addresses, and none with
# IPv6 but without a subnet.
networks_fit() {
  PROJECT=shop NETWORKS=("$@")
  docker() {
    case "$1 $2" in
      "network inspect") grep -E "^($(tr ' ' '|' <<<"${*:5}")) " <<<"$ENGINE" ;;
      "network ls") cut -d ' ' -f 1 <<<"$ENGINE" ;;
      "network create") [[ " $OVERLAPS " != *" ${*: -2:1} "* && $* != *" --ipv6 shop-trial"* ]] ;;
    esac
  }
  networks_can_be_made
}

@test "a subnet that grows beyond the one of the project's own network is free" {
  ENGINE=$'shop_back false 10.1.2.0/24 \nother false 10.3.0.0/16 ' OVERLAPS="10.1.0.0/16 10.1.2.128/25"
  run -0 networks_fit "shop_back false 10.1.0.0/16"
  run -0 networks_fit "shop_back false 10.1.2.128/25"
  run -0 networks_fit "shop_back false 10.9.0.0/16"
  ENGINE=$'shop_back true fd00:0:0:1::/64 \nother true fd01::/48 ' OVERLAPS=fd00::/48
  run -0 networks_fit "shop_back true fd00::/48"
  ENGINE=$'shop_back false 10.1.0.0/24 \nshop_front false 10.2.0.0/24 ' OVERLAPS="10.1.0.0/24 10.2.0.0/24"
  run -0 networks_fit "shop_back false 10.2.0.0/24" "shop_front false 10.1.0.0/24"
}

@test "a subnet that grows into a network of others is taken" {
  ENGINE=$'shop_back false 10.1.2.0/24 \nother false 10.1.3.0/24 ' OVERLAPS="10.1.0.0/16 10.0.0.0/8 10.1.3.0/25"
  run -1 networks_fit "shop_back false 10.1.0.0/16"
  [[ $output == *"can't create the network shop_back: the subnet 10.1.0.0/16 is not free"* ]]
  run -1 networks_fit "shop_back false 10.0.0.0/8"
  run -1 networks_fit "shop_back false 10.1.3.0/25"
  ENGINE=$'shop_back true fd00:0:0:1::/64 \nother true fd00:0:0:2::/64 ' OVERLAPS=fd00::/48
  run -1 networks_fit "shop_back true fd00::/48"
}

@test "subnets overlap if one lies in the other" {
  overlaps 10.1.0.0/16 <<<"a false 10.1.255.0/24"
  overlaps 10.1.255.0/24 <<<"a false 10.1.0.0/16"
  overlaps 10.1.2.3/20 <<<"a false 10.1.8.0/24"
  overlaps ::1/128 <<<"a true 172.18.0.0/16 ::/0"
  overlaps fd00:1:2:3:4:5:6:7/128 <<<"a true fd00:1:2::/48"
  run ! overlaps 10.1.0.0/16 <<<"a false 10.2.0.0/16"
  run ! overlaps 10.1.0.0/24 <<<"a false"
  run ! overlaps 10.0.0.0/8 <<<"a true a00::/8"
  run ! overlaps 10.1.0.0/16 a b <<<"b false 10.1.0.0/16"
}

@test "a version is a tag, and nothing else" {
  check_version --tag v1.2.0
  for version in "" a/b -x "a b" "$(printf 'x%.0s' {1..129})"; do
    run check_version --tag "$version"
    [ "$status" = 2 ]
  done
}

@test "an image without a tag is latest, one without a registry is refused" {
  IMAGE=localhost:5000/app
  read_image
  [ "$REPOSITORY $TAG $REGISTRY_ADDRESS" = "localhost:5000/app latest localhost:5000" ]
  for IMAGE in app library/app localhost:5000/app@sha256:0; do
    run read_image
    [ "$status" = 2 ]
  done
}

@test "a file is replaced as a whole, or not at all" {
  write "$BATS_TEST_TMPDIR/file" echo old
  run ! write "$BATS_TEST_TMPDIR/file" sh -c "echo half; exit 1"
  [ "$(cat "$BATS_TEST_TMPDIR/file")" = old ]
  write "$BATS_TEST_TMPDIR/file" echo new
  [ "$(cat "$BATS_TEST_TMPDIR/file")" = new ]
}

@test "what could not be undone yet is not forgotten for a later step" {
  record deploy 0123
  record name
  [ "$(tail -n 1 "$STATE/underway")" = "deploy 0123" ]
  record_end
  [ ! -s "$STATE/underway" ]
}

@test "a version is recorded with its digest, once, by repository, whatever the registry's address" {
  REPOSITORY=localhost:5000/app VERSION=v1 PUSHED=sha256:a
  record_version
  PUSHED=sha256:b
  record_version
  [ "$(recorded_digest v1)" = sha256:b ]
  [ -z "$(recorded_digest v2)" ]
  as_named v1 sha256:b
  as_named v2 sha256:c
  run ! as_named v1 sha256:c
  REPOSITORY=localhost:5010/app
  [ "$(recorded_digest v1)" = sha256:b ]
  REPOSITORY=localhost:5000/other
  [ -z "$(recorded_digest v1)" ]
}

@test "the first failure mode whose stage and words fit is taken" {
  STAGE=push
  [ "$(matching_mode "denied: requested access" "")" = push-denied ]
  [ "$(matching_mode "nothing that is known" "")" = other ]
  STAGE=tag
  [ "$(matching_mode "the registry's v1 was changed by somebody else" "")" = tag-changed ]
}

@test "a container's log is evidence for those modes only that ask for it" {
  STAGE=deploy
  [ "$(matching_mode "" "permission denied")" = "$(matching_mode "" "")" ]
}

# swarm_of STATE WANTED TASK…  prints the verdict on a service with two tasks whose update is in this state. WANTED is its
# image, and each task is "IMAGE STATE ERROR" as the engine's API has them.
swarm_of() {
  local tasks
  tasks=$(printf '%s\n' "${@:3}" | jq -Rc 'split(" ") | {ServiceID: "s", DesiredState: "running", NodeID: "n", Spec: {Runtime: "container", ContainerSpec: {Image: .[0]}},
    Status: {State: .[1], Err: (.[2:] | join(" "))}}' | jq -sc .)
  jq -nc --arg state "$1" --arg image "$2" '[{ID: "s", PreviousSpec: {}, UpdateStatus: {State: $state, Message: "update rolled back"},
    Spec: {Name: "shop_app", TaskTemplate: {ContainerSpec: {Image: $image}}, Mode: {Replicated: {Replicas: 2}}}}]' | swarm_verdict "$tasks"
}

@test "an update is done once all tasks run what the service asks for" {
  [ "$(swarm_of completed new "new running" "new running")" = "done" ]
  [[ $(swarm_of completed new "new running" "old running") == "wait: "* ]]
  [[ $(swarm_of completed new "new running" "new starting") == "wait: "* ]]
  [[ $(swarm_of updating new "new running" "new running") == "wait: "* ]]
}

@test "a rollback is a failure, although all tasks run what the service asks for by then" {
  [ "$(swarm_of rollback_completed old "old running" "old running")" = "failed: shop_app was rolled back by Swarm: update rolled back" ]
  [[ $(swarm_of rollback_started old "old running" "new running") == "wait: "* ]]
  [[ $(swarm_of paused new "new failed" "old running") == "failed: "*paused* ]]
}

@test "a task that no node can take is told apart" {
  [[ $(swarm_of updating new "new pending no suitable node (host-mode port already in use on 3 nodes)" "old running") == "homeless: "*"3 nodes)" ]]
}

@test "a remedy keeps the options of the run" {
  ROLLING=yes SWARM=no VERSION=v1
  run with_options <<<"docker compose up -d registry && ./build.sh   # then ./build.sh --list"
  [ "$output" = "docker compose up -d registry && ./build.sh --rolling --tag v1   # then ./build.sh --list" ]
  ROLLING=no SWARM=yes VERSION=""
  run with_options <<<"./build.sh --collect-garbage && ./build.sh"
  [ "$output" = "./build.sh --collect-garbage && ./build.sh --swarm" ]
}

# remedy OPTION… REMEDY  prints the remedy as a run with these options would.
remedy() {
  while [ $# -gt 1 ]; do
    case $1 in
      --tag) VERSION=v2 ;;
      --rollback) ROLLBACK_TO=v1 ;;
      --rolling) ROLLING=yes ;;
      --swarm) SWARM=yes ;;
      --list) ACTION=list ;;
      --collect-garbage) ACTION=collect ;;
    esac
    shift
  done
  with_options <<<"$1"
}

@test "a remedy does what the run was to do" {
  [ "$(remedy "docker login && ./build.sh")" = "docker login && ./build.sh" ]
  [ "$(remedy --rollback "docker login && ./build.sh   # or")" = "docker login && ./build.sh --rollback v1   # or" ]
  [ "$(remedy --rolling --tag "APP_PORT=1 ./build.sh")" = "APP_PORT=1 ./build.sh --rolling --tag v2" ]
  [ "$(remedy --swarm --tag "correct it, then ./build.sh --swarm")" = "correct it, then ./build.sh --swarm --tag v2" ]
  [ "$(remedy --tag "./build.sh --rolling   # or run ./build.sh")" = "./build.sh --rolling --tag v2   # or run ./build.sh --tag v2" ]
  [ "$(remedy --collect-garbage "./build.sh")" = "./build.sh --collect-garbage" ]
  [ "$(remedy --list "REGISTRY= ./build.sh")" = "REGISTRY= ./build.sh --list" ]
  [ "$(remedy --rollback "./build.sh --provision")" = "provision/provision.sh && ./build.sh --rollback v1" ]
  [ "$(remedy --rollback "./build.sh   # after you have fixed app/")" = "./build.sh --list   # then choose another version for --rollback" ]
  [ "$(remedy --tag "./build.sh   # after you have fixed app/")" = "./build.sh --tag v2   # after you have fixed app/" ]
  [ "$(remedy --provision "./build.sh --provision")" = "./build.sh --provision" ]
}

@test "the remedy of what a list shows is a release" {
  STAGE=list
  [ "$(remedy --list "./build.sh")" = "./build.sh" ]
}

# port OF PORTS  prints an assignment that stack.jq makes of an application with these ports.
port() {
  jq -nr --argjson ports "$2" '{name: "shop", services: {app: {image: "localhost:5000/app", $ports}}}' |
    jq -r -f pipeline/stack.jq | tr ' ' '\n' | sed -n "s/^$1=//p"
}

@test "the application is asked at a port that answers on loopback" {
  [ "$(port APP_PUBLISHED '[{"target":8080,"published":"8080","host_ip":"127.0.0.1"}]')" = "'8080'" ]
  [ "$(port APP_PUBLISHED '[{"target":8443,"published":"8443"},{"target":8080,"published":"80"}]')" = "'80'" ]
  [ "$(port APP_PUBLISHED '[{"target":53,"published":"53","protocol":"udp"},{"target":9000,"published":"90"}]')" = "'90'" ]
  [ "$(port APP_LISTENS '[{"target":53,"published":"53","protocol":"udp"},{"target":9000,"published":"90"}]')" = 9000 ]
  [ "$(port APP_PUBLISHED '[{"target":8080,"published":"8080-8081"}]')" = "''" ]
  [ "$(port APP_PUBLISHED '[{"target":8080,"published":"8080","host_ip":"192.0.2.10"}]')" = "''" ]
}

# ports_are_free PORTS PORTS [TAKEN…]  checks the ports of two services, with these "PORT ADDRESS" taken by others.
ports_are_free() {
  eval "$(jq -n --argjson app "$1" --argjson web "$2" '{name: "shop", services: {app: {image: "localhost:5000/app", ports: $app}, web: {ports: $web}}}' | jq -r -f pipeline/stack.jq)"
  local taken=" ${*:3} "
  port_is_taken() { [[ $taken == *" $1-$2 "* ]]; }
  is_own_port() { false; }
  port_holder() { echo "another program on $2"; }
  free_port_after() { echo 8090; }
  check_ports_are_free
}

@test "one port on two addresses collides only if one is all addresses, or both are localhost" {
  run -0 ports_are_free '[{"published":"8080","host_ip":"127.0.0.1"}]' '[{"published":"8080","host_ip":"127.0.0.2"}]'
  run -0 ports_are_free '[{"published":"8080","host_ip":"127.0.0.1"},{"published":"8080","host_ip":"::1"}]' '[{"published":"8081"}]'
  for address in 127.0.0.1 ::1 0.0.0.0 ::; do
    run ports_are_free '[{"published":"8080","host_ip":"127.0.0.1"}]' "[{\"published\":\"8080\",\"host_ip\":\"$address\"}]"
    [ "$status" = 2 ]
    [[ $output == *"two services publish the same port, 8080"*"APP_PORT=8090 ./build.sh"* ]]
  done
  run ports_are_free '[{"published":"8080","host_ip":"127.0.0.2"}]' '[{"published":"8080"}]'
  [ "$status" = 2 ]
}

@test "a port that is taken on another address is free" {
  run -0 ports_are_free '[{"published":"8080","host_ip":"127.0.0.1"}]' '[{"published":"8081","host_ip":"127.0.0.2"}]' 8080-127.0.0.2 8081-127.0.0.1 8081-::1
  run ports_are_free '[{"published":"8080","host_ip":"127.0.0.1"}]' '[{"published":"8080","host_ip":"127.0.0.2"}]' 8080-127.0.0.2
  [ "$status" = 2 ]
  [[ $output == *"port 8080 is held by another program on 127.0.0.2. Remedy: docker compose config"* ]]
  run ports_are_free '[{"published":"8080"}]' '[]' 8080-::1
  [ "$status" = 2 ]
}

@test "a port of this project on one address is none on another one" {
  has_port 127.0.0.2 8080 "127.0.0.2:8080->80/tcp"
  has_port 127.0.0.2 8080 "0.0.0.0:8080->80/tcp"
  run ! has_port 127.0.0.2 8080 "127.0.0.1:8080->80/tcp"
}

@test "the build of another service can be taken, and no policy of the application's image is left" {
  stack='{"name":"shop","services":{"app":{"image":"localhost:5000/app","pull_policy":"build","build":{"context":"/a","additional_contexts":{"base":"service:base"},"tags":["x"]}},"base":{"build":{"context":"/b"},"pull_policy":"always"},"db":{"image":"mariadb"}}}'
  eval "$(jq -r -f pipeline/stack.jq <<<"$stack")"
  [ "$(jq -c '.services | map_values(.build.context)' <<<"$BUILD")" = '{"app":"/a","base":"/b"}' ]
  [ "$(jq -c '[.services[].pull_policy]' <<<"$STACK")" = '[null,"always",null]' ]
}

@test "a run that only reads does not go back" {
  UNDERWAY="deploy 123"
  run -0 tell_what_is_underway
  [[ $output == *"an earlier run was interrupted (deploy)"* ]]
  mkdir "$STATE/shop"
  STATE=$STATE/shop STACK_FILE=$BATS_TEST_TMPDIR/shop/stack.json
  lock_project
  UNDERWAY="deploy 123"
  run -0 tell_what_is_underway
  [[ $output == *"another run is going on (deploy)"* ]]
  exec 9<&-
  tell_what_is_underway
  [ -z "$UNDERWAY" ]
}

@test "without the reader of its log, a run ends and waits for nobody" {
  # shellcheck disable=SC2016 # for the other shell
  run -141 timeout 10 bash -c 'source pipeline/say.sh; trap - EXIT PIPE; RUN_LOG=$1/log
    keep_output; kill -9 "$LOG_READER"; wait "$LOG_READER" 2>/dev/null || :; head -c 1000000 /dev/zero; echo never' - "$STATE"
}

@test "the second name of an image beside the application" {
  [ "$(second_name shop-worker)" = shop-worker:proven ]
  [ "$(second_name localhost:5000/worker)" = localhost:5000/worker:proven ]
  [ "$(second_name worker:1.0)" = worker:1.0-proven ]
}

@test "a text of the run with an ampersand is filled in as it is" {
  STAGE=build PROJECT="a&b" IMAGE=x ROLLBACK=y RUN_LOG="/tmp/&"
  [ "$(filled "{project} {log}")" = "a&b /tmp/&" ]
}

# collector  prints the settings that the collector gets, and the file that it reads, for a registry's container that is
# like this.
collector() {
  local inspected=$1
  docker() {
    if [ "$1" = container ]; then
      echo "$inspected"
      return
    fi
    while [ $# -gt 1 ]; do
      [ "$1" != --env-file ] || cat "$2"
      shift
    done
    echo "$1"
  }
  in_storage
}

@test "the collector has the registry's settings and its file" {
  [ "$(collector '[{"Args":["serve","/own.yml"],"Config":{"Image":"registry:2","Env":["PATH=/bin","REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY=/var/lib/registry/images","REGISTRY_HTTP_SECRET=a\nb"]}}]')" = \
    "REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY=/var/lib/registry/images"$'\n'"/own.yml" ]
  [ "$(collector '[{"Args":[],"Config":{"Image":"registry:2","Env":null}}]')" = /etc/docker/registry/config.yml ]
}

@test "a limit of 0 is one, as Compose does not read what it writes for it" {
  stack='{"name":"shop","services":{"app":{"image":"localhost:5000/app","ulimits":{"core":{},"nproc":5,"nofile":{"soft":1,"hard":2}}}}}'
  eval "$(jq -r -f pipeline/stack.jq <<<"$stack")"
  [ "$(jq -c .services.app.ulimits <<<"$STACK")" = '{"core":0,"nproc":5,"nofile":{"soft":1,"hard":2}}' ]
}

@test "a dollar in the path of a secret or a config is one, as Compose writes it twice" {
  stack='{"name":"shop","services":{"app":{"image":"localhost:5000/app"}},"secrets":{"s":{"file":"/srv/my$$shop/s.txt"}},"configs":{"c":{"file":"/srv/c $$1"}}}'
  eval "$(jq -r -f pipeline/stack.jq <<<"$stack")"
  [ "${FILES[0]}|${FILES[1]}" = '/srv/my$shop/s.txt|/srv/c $1' ]
  file=$BATS_TEST_TMPDIR/'a$b'
  echo text >"$file"
  STACK=$(jq -n --arg file "${file/\$/\$\$}" '{configs: {c: {$file}}}') PROJECT=shop REPOSITORY=localhost:5000/app PUSHED=sha256:a
  [ "$(swarm_files | jq -r '.configs.c.name')" = "shop-c-$(sha256sum <"$file" | cut -c 1-12)" ]
}

@test "after the wait for another run, a run asks again whose the project is" {
  read_stack_and_containers() { PROJECT=shop; }
  check_is_ours() { echo "asked whose $PROJECT is"; }
  mkdir "$STATE/shop"
  STATE=$STATE/shop STACK_FILE=$BATS_TEST_TMPDIR/shop/stack.json
  (lock_project && touch "$STATE.held" && sleep 0.5) 3>&- &
  until [ -e "$STATE.held" ]; do sleep 0.02; done
  run -0 lock_project
  [[ $output == *"another run on project"*"asked whose shop is" ]]
}

# files_named SETTING…  prints what a run reads of a folder whose .env has these settings: the files, and the .env files.
files_named() {
  printf '%s\n' "$@" >.env
  name_compose_files
  echo "$NAMED_FILES ${ENV_FILES[*]}"
}

@test "the .env beside the first Compose file counts as it does for Compose" {
  mkdir -p "$BATS_TEST_TMPDIR/stack/deploy"
  cd "$BATS_TEST_TMPDIR/stack"
  unset COMPOSE_FILE COMPOSE_ENV_FILES
  [ "$(files_named APP_PORT=1)" = " " ]
  [ "$(files_named COMPOSE_FILE=deploy/compose.yml)" = "deploy/compose.yml " ]
  touch deploy/.env
  [ "$(files_named COMPOSE_FILE=compose.yml:deploy/more.yml)" = "compose.yml:deploy/more.yml " ]
  for setting in COMPOSE_FILE=deploy/compose.yml 'COMPOSE_FILE="deploy/compose.yml"' "export COMPOSE_FILE='deploy/compose.yml' # ours"; do
    [ "$(files_named "$setting")" = "deploy/compose.yml --env-file deploy/.env --env-file .env" ]
  done
  [ "$(COMPOSE_FILE=deploy/compose.yml files_named APP_PORT=1)" = "deploy/compose.yml --env-file deploy/.env" ]
  [ "$(COMPOSE_ENV_FILES=prod.env files_named COMPOSE_FILE=deploy/compose.yml)" = "deploy/compose.yml " ]
}

@test "another port than that of the running proxy is refused before anything changes" {
  docker() { echo "8080 8081 "; }
  PROJECT=shop ROLLING=yes APP_PUBLISHED=8090
  check_proxy_port
  CONTAINERS=("shop|proxy|False|running|Up 2 days (healthy)|1|shop-proxy-1|haproxy:2.6|shop_secure_front|127.0.0.1:8080->8080/tcp|/srv/shop")
  run -2 check_proxy_port
  [[ $output == *"the proxy, whose port is 8080, and the stack names the port 8090. Remedy: APP_PORT=8090 ./build.sh   #"*"APP_PORT=8080 ./build.sh --rolling" ]]
  [ "$(wc -l <<<"$output")" = 1 ]
  APP_PUBLISHED=8081
  check_proxy_port
}

@test "an upload is cancelled at the registry alone" {
  ask() { if [[ $* == *POST* ]]; then printf 'HTTP/1.1 202 Accepted\r\nLocation: %s\r\n' "$place"; else echo "$*" >>"$BATS_TEST_TMPDIR/asked"; fi; }
  REGISTRY_URL=https://registry.example:5443 API=https://registry.example:5443/v2/app
  for place in "$API/blobs/uploads/1" /v2/app/blobs/uploads/2 https://elsewhere.example/3 https://registry.example:5443@elsewhere.example/4; do
    [ "$(try_upload)" = 202 ]
  done
  [ "$(awk '{ print $NF }' "$BATS_TEST_TMPDIR/asked" | paste -sd' ')" = "$API/blobs/uploads/1 $API/blobs/uploads/2" ]
}
