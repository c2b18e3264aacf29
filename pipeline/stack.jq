# Prints what a run needs of the resolved stack, as assignments for the shell.
def seconds: [scan("([0-9.]+)(h|ms|us|m|s)") | (.[0] | tonumber) * {h: 3600, m: 60, s: 1, ms: 0, us: 0}[.[1]]] | add // 0 | ceil;
def full: if test("@|:[^/]+$") then . else . + ":latest" end;
def in_order($all): . as $left | [$left[] | select([$all[.].depends_on // {} | keys[] | select(IN($left[]))] == [])] as $next |
  if $next == [] then $left else $next + ($left - $next | in_order($all)) end;
# The ports that answer on 127.0.0.1.
def on_loopback: [.[] | select((.protocol // "tcp") == "tcp" and (.host_ip // "" | test("^($|0[.]0[.]0[.]0$|127[.]0[.]0[.]1$)")) and (.published // "" | tostring | test("^[0-9]+$")))];
# Compose writes a limit of 0 as {}, which it does not read.
def limited: if .ulimits then .ulimits |= map_values(if . == {} then 0 else . end) else . end;
def words: "(" + (map(tostring) | @sh) + ")";

. as $stack | .services as $all | ($all.app // {}) as $app
| [$all | to_entries[] | select((.value.scale // .value.deploy.replicas // 1) != 0)] as $started
| ([$all[].depends_on // {} | to_entries[] | select(.value.condition == "service_completed_successfully").key] | unique) as $awaited
# The services that may end with 0: those that others wait for, and those that are not restarted then.
| ([$started[] | select((.value.restart // "no" | test("^(no|on-failure)")) and (.value.deploy.restart_policy | . == null or (.condition // "any" | IN("none", "on-failure")))).key] - ["app", "db", "registry"] + $awaited | unique) as $once
| [$started[] | select((.value.image // "" | full) == ($app.image // "" | full)).key] as $alike
| ([$app.networks // {} | keys[]]) as $networks
| ($app.ports // [] | on_loopback | (map(select(.target == 8080)) + .)[0]) as $port
# Its build may take what another service's build makes.
| ({secrets, services: ($all | with_entries(select(.value.build or .key == "app") | .value = {build: (.value.build // {context: "app"} | del(.tags))}))} | del(..|nulls)) as $build
| "BUILD=\($build | tojson | @sh)",
# The image of this run is built and pulled by this run alone.
  "STACK=\(.services |= with_entries(if .key | IN($alike[]) then .value |= del(.pull_policy) else . end | .value |= (del(.profiles) | limited)) | tojson | @sh)",
  "PROJECT=\(.name | @sh) IMAGE=\($app.image // "" | @sh)",
  "SERVICES=\([$started[].key] | words) ONCE=\($once | words)",
  "ALIKE=\($alike - $awaited - ["app"] | words) MIGRATIONS=\([$started[].key | select(IN($awaited[]))] | in_order($all) | words)",
  "BUILT_BESIDE=\([$started[] | select(.value.build and (.key | IN(($alike + ["app"])[]) | not)).key] | words)",
  "BUILT_STANDING=\([$started[] | select(.value.build).key] - $alike - ["app"] - $awaited | words)",
  "BESIDE=\([$started[].key] - $alike - ["app"] - $awaited | words)",
  "PULLED=\([$started[] | select(.value.build | not).key] - $alike - ["app"] | words)",
  "IMAGES=\([$started[].value | select(.build | not) | .image // empty | select(full != ($app.image // "" | full))] | unique | words)",
# SERVICE ADDRESS PORT of those reachable on loopback. Address all stands for wildcards, localhost for what that name may mean.
  "PORTS=\([$started[] | .key as $service | .value.ports // [] | .[] | select((.protocol // "tcp") == "tcp" and (.host_ip // "" | test("^($|0[.]0[.]0[.]0$|127[.]|::)"))) | {published: (.published // "" | tostring), address: (.host_ip // "" | if test("^(127[.]0[.]0[.]1|::1)$") then "localhost" elif test("^127") then . else "all" end)} | select(.published | test("^[0-9]+$")) | "\($service) \(.address) \(.published)"] | unique | words)",
  "REGISTRY_PUBLISHED=\($all.registry.ports // [] | on_loopback | .[0].published // "" | tostring | @sh)",
  "APP_PUBLISHED=\($port.published // "" | tostring | @sh) APP_LISTENS=\($port.target // 8080)",
  "NAMES=\([$all[].container_name // empty] | words)",
  "APP_NETWORKS=\([$networks[] as $name | $stack.networks[$name].name // empty] | words)",
  "FRONTS=\([$started[] | select(.value.ports and (.value.networks // {} | keys - (keys - $networks) != [])).key] - $alike - ["registry", "db", "proxy"] | words)",
  "OUTSIDE=\([(["network", .networks], ["volume", .volumes]) | .[0] as $kind | .[1] // {} | .[] | select(.external) | "\($kind) \(.name)"] | words)",
  "FILES=\([(.secrets, .configs) // {} | .[].file // empty | gsub("[$][$]"; "$")] | words)",
  "NETWORKS=\([.networks // {} | .[] | select((.driver // "bridge") == "bridge" and (.external | not)) | "\(.name) \(.enable_ipv6 // false) \([.ipam.config // [] | .[].subnet // empty] | join(" "))"] | words)",
  "HEALTH_LIMIT_S=$((120 + \([$started[].value.healthcheck.start_period // "0s" | seconds] | max // 0)))",
  "ALONE=\([if $app.container_name then "a container_name" else empty end,
    if [$app.networks // {} | .[] | .ipv4_address? // .ipv6_address? // empty] != [] then "a fixed address" else empty end,
    if ($app.scale // $app.deploy.replicas // 1) > 1 then "more than one container" else empty end,
    if $app.network_mode then "a network_mode" else empty end,
    if [$all[] | (.network_mode, .pid, .ipc) | select(. == "service:app")] != [] then "a service in its network or process space" else empty end,
    if [$app.ports // [] | .[] | [.host_ip, .target, .protocol]] != [["127.0.0.1", 8080, "tcp"]] then "other ports than 127.0.0.1:PORT:8080" else empty end,
    if ($networks | index("secure_front") | not) or $stack.networks.secure_front.name != "\($stack.name)_secure_front" then "no network secure_front of its own" else empty end,
    if $all.proxy then "a neighbour called proxy, as the one of --rolling is" else empty end,
    if ($app.healthcheck | not) or $app.healthcheck.disable or $app.healthcheck.test == ["NONE"] then "no health check" else empty end] | first // "" | @sh)"
