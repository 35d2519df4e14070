#!/usr/bin/env bash
# Builds the image and runs the compose stack for real, with podman and podman-compose, and shows that
#
#   - the API runs not as root, on a read-only root file system, under any user id;
#   - validate.sh --docker holds: plain=2, idempotent=1, through the fault proxy, on both instances;
#   - no 202 is lost when an instance is killed under load: each is exactly one record, and OK;
#   - SIGTERM ends an instance within its bound, drained.
#
#   lab-scripts/docker/test-stack.sh             one broker
#   lab-scripts/docker/test-stack.sh --cluster   three brokers
#   lab-scripts/docker/test-stack.sh --orders    the orders service instead: its image, labs 04.0 to 04.5, SIGTERM
#   lab-scripts/docker/test-stack.sh --images    only makes the images, which the next run then finds
#   lab-scripts/docker/test-stack.sh --keep      leaves it running; lab-scripts/docker/test-stack.sh --down ends it
#
# The public images are stand-ins, see stand-ins.sh. Uses the lab's ports, and a podman storage of its own below
# ~/.cache (LAB_PODMAN_HOME). Needs root, podman, podman-compose, runc, netavark, aardvark-dns, iptables, mmdebstrap, Go.
set -euo pipefail
here="$(cd -P "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)"
# shellcheck source-path=SCRIPTDIR source=podman.sh
source "$here/podman.sh"
# docker would be tried first, and may be there; this is about podman.
export LAB_DIR="${LAB_DIR:-$PODMAN_HOME/lab}" LAB_COMPOSE=podman-compose LAB_DOCKER_BUILD=no
# shellcheck source-path=SCRIPTDIR source=../lib/lab.sh
source "$here/../lib/lab.sh"
# shellcheck source-path=SCRIPTDIR source=orders-stack.sh
source "$here/orders-stack.sh"

IMAGE=localhost/m02-java-api:0.1.0
REQUESTS="${LAB_STACK_REQUESTS:-20000}"
STOP_BOUND=20
stage() { printf '\n== test-stack: %s (after %s s)\n' "$1" "$SECONDS"; }

require_programs() {
  local program
  ((EUID == 0)) || die "this needs root: it makes root file systems and networks" "run it as root, or use Docker and up.sh --docker"
  for program in podman podman-compose runc iptables mmdebstrap go curl; do
    command -v "$program" >/dev/null || die "$program is missing" \
      "apt-get install --no-install-recommends podman podman-compose runc netavark aardvark-dns iptables mmdebstrap golang"
  done
}

# build_image IMAGE BUILD_ARGUMENT...: Tests have run before this; Maven's repository of this machine is lent to the
# build, so that it downloads nothing.
build_image() {
  local image="$1" repository="${LAB_MAVEN_REPOSITORY:-$HOME/.m2/repository}" offline=''
  shift
  mkdir -p "$repository" "$LAB_LOG"
  [[ ! -d "$repository/org/apache/kafka" ]] || offline=-o
  podman build -q --pull=never --build-arg MAVEN_ARGUMENTS="$offline" -v "$repository:/root/.m2/repository" "$@" \
    -f "$LAB_ROOT/api-micronaut/Dockerfile" -t "$image" "$LAB_ROOT" >"$LAB_LOG/image.log" 2>&1 \
    || { tail -n 20 "$LAB_LOG/image.log" >&2 && die "the image could not be built" "read $LAB_LOG/image.log"; }
  podman images --format '{{.Repository}}:{{.Tag}} {{.Size}}' --filter "reference=$image"
}

take_down() {
  "$LAB_ROOT/lab-scripts/down.sh" --docker --data >"$LAB_LOG/down.out" 2>&1 8>&- || cat "$LAB_LOG/down.out" >&2
  # Anonymous volumes, of the images, go with their containers only when rm is told so; this storage is ours alone.
  podman volume prune -f >/dev/null 2>&1 || true
  # What older builds left; the layers of the latest ones are the cache of the next.
  podman image prune -f --filter until=24h >/dev/null 2>&1 || true
}

end_test() {
  local status=$?
  set +e
  trap : INT TERM HUP
  trap - EXIT
  if ((status != 0)); then
    mkdir -p "$LAB_LOG/containers"
    for name in $(podman ps -a --format '{{.Names}}'); do podman logs "$name" >"$LAB_LOG/containers/$name.log" 2>&1; done
    printf 'test-stack: failed; the logs of the containers are in %s\n' "$LAB_LOG/containers" >&2
  fi
  ((keep && status == 0)) || take_down
  rm -rf "$LAB_TMP"
  exit "$status"
}

# --- What is shown -------------------------------------------------------------------------------

# refused CLAIM COMMAND...: holds when the command fails.
refused() {
  local claim="$1"
  shift
  ! REPLY="$("$@" 2>&1)" || fail "it does not hold that $claim" "$REPLY"
  ok "$claim (${REPLY##*: })"
}

check_confinement() {
  local name id
  for name in m02-java-api m02-java-api-b; do
    id="$(podman exec "$name" id -u)"
    holds "$name runs as user $id, not as root" test "$id" -eq 10001
    refused "its root file system is read-only" podman exec "$name" touch /app/x
    refused "as root too" podman exec --user 0 "$name" touch /app/x
    holds "its health check passes" podman healthcheck run "$name"
    refused "its health check fails where nobody answers" podman exec -e MANAGEMENT_PORT=9 "$name" /app/main/healthcheck
  done
  holds "the JVM is the first process" test "$(podman exec m02-java-api cat /proc/1/comm)" = java
  # Under any user id with group 0, its data on a volume: as OpenShift starts it.
  podman volume create lab-any-user >/dev/null
  holds "it starts under any user id" podman run --rm --read-only --tmpfs /tmp --user 123456:0 --cap-drop=ALL --no-healthcheck \
    -v lab-any-user:/data --network none "$IMAGE" --check >"$LAB_TMP/any-user" 2>"$LAB_TMP/any-user.err"
  podman volume rm lab-any-user >/dev/null
}

# ask URLS-FILE FOLDER: all of them, many at a time; answers in files named as their line number.
ask() {
  mkdir -p "$2"
  awk -v folder="$2" '{ printf "url = \"%s\"\noutput = \"%s/%d\"\n", $1, folder, NR }' "$1" >"$LAB_TMP/ask"
  curl -sS --noproxy '*' --max-time 60 -Z --parallel-max 32 --config "$LAB_TMP/ask" 2>/dev/null || true
}

# load API PREFIX: async sends until they are done or nobody answers; what was answered is in $LAB_TMP/PREFIX.
load() {
  mkdir -p "$LAB_TMP/$2"
  curl -sS --noproxy '*' --max-time 30 -Z --parallel-max 16 -X POST -o "$LAB_TMP/$2/#1" \
    "$1/api/v1/send?mode=idempotent&sendMode=async&eventId=$2-[1-$REQUESTS]" >/dev/null 2>&1 8>&- &
  LAB_CHILDREN=("$!")
}

# accepted PREFIX: eventId and requestId of each 202, sorted, in $LAB_TMP/accepted. A body that was cut off is no answer.
accepted() {
  find "$LAB_TMP/$1" -type f -exec cat {} + \
    | grep -o '"status":"ACCEPTED"[^}]*}' \
    | sed -n 's/.*"requestId":"\([^"]*\)","eventId":"\([^"]*\)".*/\2 \1/p' | LC_ALL=C sort >"$LAB_TMP/accepted" || true
}

# statuses API: how many of the accepted are in which state, in $LAB_TMP/states.
statuses() {
  rm -rf "$LAB_TMP/statuses"
  awk -v api="$1" '{ print api "/api/v1/status?requestId=" $2 }' "$LAB_TMP/accepted" >"$LAB_TMP/urls"
  ask "$LAB_TMP/urls" "$LAB_TMP/statuses"
  find "$LAB_TMP/statuses" -type f -exec cat {} + | grep -o '"state":"[A-Z]*"' | sort | uniq -c >"$LAB_TMP/states" || true
}

in_state() { awk -v state="\"state\":\"$1\"" '$2 == state { n = $1 } END { print n + 0 }' "$LAB_TMP/states"; }

# await_all_ok API: until each accepted send is OK.
await_all_ok() {
  local began=$SECONDS wanted
  wanted="$(wc -l <"$LAB_TMP/accepted")"
  statuses "$1"
  until (($(in_state OK) == wanted)); do
    ((SECONDS - began < 90)) || fail "not all $wanted accepted sends are OK after 90 s" "$(cat "$LAB_TMP/states")"
    pause
    statuses "$1"
  done
}

# each_once PREFIX: whether every accepted event is exactly one record, and no event of the prefix is two.
each_once() {
  grep -o "event-id=$1-[0-9]*" "$LAB_TMP/records" | cut -d= -f2 | LC_ALL=C sort | uniq -c >"$LAB_TMP/counts" || true
  awk '$1 > 1 { n++ } END { exit n > 0 }' "$LAB_TMP/counts" || return 1
  awk '{ print $2 }' "$LAB_TMP/counts" | LC_ALL=C sort >"$LAB_TMP/there"
  cut -d' ' -f1 "$LAB_TMP/accepted" | LC_ALL=C comm -23 - "$LAB_TMP/there" >"$LAB_TMP/lost"
  [[ ! -s "$LAB_TMP/lost" ]]
}

# Acks come half a second late, so that many sends are open when the instance dies.
slow_acks() {
  local proxy
  for proxy in $(proxy_names); do
    http -f -o /dev/null -X POST "$PROXY/proxies/$proxy/toxics" -H 'Content-Type: application/json' \
      -d '{"name":"slow","type":"latency","stream":"downstream","attributes":{"latency":500}}'
  done
}

# What is not answered by now never will be: the port stays open without anybody behind it.
end_load() {
  kill "${LAB_CHILDREN[0]}" 2>/dev/null || true
  wait "${LAB_CHILDREN[0]}" 2>/dev/null || true
  LAB_CHILDREN=()
}

# start_again NAME: its restart policy may be quicker.
start_again() {
  local began=$SECONDS
  until [[ "$(podman container inspect --format '{{.State.Running}}' "$1")" == true ]]; do
    ((SECONDS - began < 30)) || fail "$1 does not start again" "$(cat "$LAB_TMP/start")"
    podman start "$1" >"$LAB_TMP/start" 2>&1 || pause
  done
}

answers_so_far() { find "$LAB_TMP/$1" -type f | wc -l; }

# await_answers PREFIX COUNT
await_answers() {
  local began=$SECONDS
  until (($(answers_so_far "$1") >= $2)); do
    ((SECONDS - began < 30)) || fail "the load does not come to $2 answers in 30 s" "$(answers_so_far "$1")"
    pause
  done
}

check_kill() {
  local prefix open total
  prefix="$(unique KILL)"
  slow_acks
  load "$API_A" "$prefix"
  await_answers "$prefix" 1500
  podman kill -s KILL m02-java-api >/dev/null 2>"$LAB_TMP/kill.err"
  sleep 0.5
  end_load
  accepted "$prefix"
  total="$(wc -l <"$LAB_TMP/accepted")"
  statuses "$API_B"
  open="$(in_state PENDING)"
  reset_proxy
  start_again m02-java-api
  holds "sends were open when it was killed: $open of $total" test "$open" -gt 0
  await_all_ok "$API_B"
  ok "all $total that were answered 202 are OK"
  read_records --topic "$LAB_TOPIC"
  holds "each is exactly one record, and no other of this load is two" each_once "$prefix"
  # The control arm: it would have been seen.
  printf '%s-0 none\n' "$prefix" | LC_ALL=C sort - "$LAB_TMP/accepted" -o "$LAB_TMP/accepted"
  ! each_once "$prefix" || fail "a 202 without a record is not noticed" "$prefix-0"
  await_ready "$API_A" "${MANAGEMENT_PORT:-18090}"
}

# await_ready API MANAGEMENT_PORT
await_ready() {
  local began=$SECONDS
  until http -f -o /dev/null --max-time 2 "localhost:$2/health/readiness" 2>/dev/null; do
    ((SECONDS - began < 60)) || fail "$1 is not ready again after 60 s" "$(podman ps -a --filter name=m02-java-api)"
    pause
  done
  ok "$1 is ready again"
}

check_stop() {
  local prefix began took code
  prefix="$(unique STOP)"
  load "$API_B" "$prefix"
  await_answers "$prefix" 500
  began="$(date +%s%N)"
  podman stop -t 60 m02-java-api-b >/dev/null 2>"$LAB_TMP/stop.err"
  took="$((($(date +%s%N) - began) / 1000000))"
  end_load
  code="$(podman inspect --format '{{.State.ExitCode}}' m02-java-api-b)"
  holds "SIGTERM under load ended it in $took ms, the bound is $STOP_BOUND s" test "$took" -lt "$((STOP_BOUND * 1000))"
  holds "its exit code is $code: SIGTERM's, or 0" test "$code" -eq 143 -o "$code" -eq 0
  podman logs m02-java-api-b >"$LAB_TMP/b.log" 2>&1
  REPLY="$(grep -o 'event=engine-closed.*' "$LAB_TMP/b.log" | tail -n 1 || true)"
  holds "it was drained: $REPLY" contains "$REPLY" left-open=0
  accepted "$prefix"
  await_all_ok "$API_A"
  ok "all $(wc -l <"$LAB_TMP/accepted") that it had answered 202 are OK"
}

keep=0 orders=0 images=0 up=(--docker)
for argument in "$@"; do
  case "$argument" in
    -h | --help) print_help && exit 0 ;;
    --cluster) up+=(--cluster) ;;
    --orders) orders=1 up+=(--orders) ;;
    --keep) keep=1 ;;
    --images) images=1 keep=1 ;;
    --down) mkdir -p "$LAB_LOG" && take_down && exit 0 ;;
    *) usage_error "unknown option '$argument'" ;;
  esac
done
LAB_TARGET=docker
choose_target
require_programs
mkdir -p "$LAB_RUN" "$LAB_LOG"
LAB_TMP="$(mktemp -d)"
trap end_test EXIT
trap INTERRUPTED=130 INT
trap INTERRUPTED=143 TERM HUP

# One at a time makes images; the others find them.
exec 7>"$PODMAN_HOME/images.lock"
flock 7
stage "stand-ins for the public images"
"$here/stand-ins.sh" 7>&-
stage "the image"
build_image "$IMAGE"
if ((orders)); then
  build_image "$ORDERS_IMAGE" --build-arg MODULE=lab-scripts/orders-service --build-arg JAR=orders-service.jar \
    --build-arg MAIN=com.bhf.kafka.orders.Application --build-arg HEALTH_PORT=SERVER_PORT
fi
exec 7>&-
((!images)) || exit 0
stage "compose up"
"$LAB_ROOT/lab-scripts/up.sh" "${up[@]}"
if ((orders)); then
  stage "how the orders service is confined"
  check_orders_confinement
  stage "the labs of Module 04, --docker"
  run_orders_labs
  stage "SIGTERM"
  check_orders_stop
else
  stage "how the API is confined"
  check_confinement
  stage "validate.sh --docker"
  "$LAB_ROOT/lab-scripts/validate.sh" --docker | tail -n 1
  stage "SIGKILL under load"
  check_kill
  stage "SIGTERM under load"
  check_stop
fi
stage "done"
