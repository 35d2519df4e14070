#!/usr/bin/env bash
# Starts the lab on this machine: builds what is not built, starts Kafka, the fault proxy in front of it, the status
# store and two instances of the API that share it, creates the topics. Running it again is safe: what runs stays,
# what died is started again.
#
#   lab-scripts/up.sh                   statuses in H2, behind H2's own server
#   lab-scripts/up.sh --postgres        statuses in a PostgreSQL, whose binaries come from Maven
#   lab-scripts/up.sh --restart api-b   the same, with api-a or api-b started again: for other KAFKA_* settings
#   lab-scripts/up.sh --docker          in containers, see lab-scripts/docker/README.md; --cluster: three brokers
#   lab-scripts/up.sh --orders          the orders service and its second consumer too, for the labs of Module 04;
#                                       with --docker too
#
# Where things are: pids in .lab/run, logs in .lab/log, data in .lab/data. lab-scripts/down.sh stops all of it.
#
# From the environment, with their defaults:
#   SERVER_PORT=18080    MANAGEMENT_PORT=18090          ports of API A
#   SERVER_PORT_B=18081  MANAGEMENT_PORT_B=18091        ports of API B
#   KAFKA_BOOTSTRAP_SERVERS=localhost:29093             what the APIs send to; every other KAFKA_* goes to them too
#   TOXIPROXY=                                          a toxiproxy-server to run in place of the lab's own proxy
#   STATUS_STORE_URL=                                   a store of your own: then none is started, and with an H2
#                                                       file, which one process owns, only API A
#   LAB_STORE_PORT=15432                                port of the status store
#   ORDERS_PORT=18082  ORDERS_PORT_B=18083              ports of the orders service; every ORDERS_* goes to it
#   LAB_DIRECT_PORT=9092  LAB_FAULTY_PORT=29092  LAB_CONTROLLER_PORT=9093   ports of Kafka
#   LAB_PROXY_PORT=29093  LAB_TOXIPROXY_PORT=8474       Kafka through the fault proxy, and the proxy's HTTP API
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib/common.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib/common.sh"
# shellcheck source-path=SCRIPTDIR source=lib/build.sh
source "$LAB_ROOT/lab-scripts/lib/build.sh"
# shellcheck source-path=SCRIPTDIR source=lib/docker.sh
source "$LAB_ROOT/lab-scripts/lib/docker.sh"
# shellcheck source-path=SCRIPTDIR source=lib/orders.sh
source "$LAB_ROOT/lab-scripts/lib/orders.sh"

API_BOUND=90
BROKER_BOUND=60
STORE_BOUND=60
PROXY_BOUND=30
TOPICS=(
  bhf-transactions:3
  "bhf-compact-demo:3:cleanup.policy=compact,segment.ms=1000,min.cleanable.dirty.ratio=0.01,delete.retention.ms=1000"
  orders.created:6
  orders:6
  orders.DLT:3
  orders.retry:3
  "orders.DLT.replayed:1:cleanup.policy=compact"
)

SERVER_PORT="${SERVER_PORT:-18080}"
MANAGEMENT_PORT="${MANAGEMENT_PORT:-18090}"
SERVER_PORT_B="${SERVER_PORT_B:-18081}"
MANAGEMENT_PORT_B="${MANAGEMENT_PORT_B:-18091}"
export KAFKA_BOOTSTRAP_SERVERS="${KAFKA_BOOTSTRAP_SERVERS:-localhost:$LAB_PROXY_PORT}"
export STATUS_STORE_URL="${STATUS_STORE_URL:-}"
STORE=own
INSTANCES=(api-a api-b)

# choose_store KIND: h2 or postgres, unless the environment names a store.
choose_store() {
  case "$STATUS_STORE_URL" in
    '')
      STORE="$1"
      STATUS_STORE_URL="jdbc:h2:tcp://localhost:$LAB_STORE_PORT/status"
      if [[ "$STORE" == postgres ]]; then
        STATUS_STORE_URL="jdbc:postgresql://localhost:$LAB_STORE_PORT/postgres"
        export STATUS_STORE_USER=postgres STATUS_STORE_PASSWORD=postgres
      fi
      ;;
    jdbc:h2:tcp:* | jdbc:postgresql:*) ;;
    *)
      INSTANCES=(api-a)
      note "only API A: one process owns $STATUS_STORE_URL"
      ;;
  esac
}

server_port() { if [[ "$1" == api-a ]]; then printf '%s' "$SERVER_PORT"; else printf '%s' "$SERVER_PORT_B"; fi; }
management_port() { if [[ "$1" == api-a ]]; then printf '%s' "$MANAGEMENT_PORT"; else printf '%s' "$MANAGEMENT_PORT_B"; fi; }

STARTED=()

# On failure and on Ctrl-C: what this run has started ends with it, even when nobody reads what is printed.
undo() {
  local status=$? i
  set +e
  trap '' INT TERM HUP PIPE
  trap - EXIT
  INTERRUPTED=0
  [[ -z "$HELPER" ]] || kill "$HELPER" 2>/dev/null || true
  if ((status != 0)); then
    for ((i = ${#STARTED[@]} - 1; i >= 0; i--)); do
      if running_pid "${STARTED[i]}" >/dev/null; then
        stop_part "${STARTED[i]}" 15 2>/dev/null
      fi
      rm -f "$(pid_file "${STARTED[i]}")"
    done
  fi
  exit "$status"
}

# Before anything is built or started: a port that is taken ends this run at once.
require_ports() {
  if ! running_pid broker >/dev/null; then
    require_free_port "$LAB_DIRECT_PORT" "Kafka" LAB_DIRECT_PORT
    require_free_port "$LAB_CONTROLLER_PORT" "Kafka's controller" LAB_CONTROLLER_PORT
    require_free_port "$LAB_FAULTY_PORT" "Kafka behind the fault proxy" LAB_FAULTY_PORT
  fi
  if ! running_pid proxy >/dev/null; then
    require_free_port "$LAB_PROXY_PORT" "the fault proxy" LAB_PROXY_PORT
    require_free_port "$LAB_TOXIPROXY_PORT" "the fault proxy's API" LAB_TOXIPROXY_PORT
  fi
  if [[ "$STORE" != own ]] && ! running_pid store >/dev/null; then
    require_free_port "$LAB_STORE_PORT" "the status store" LAB_STORE_PORT
  fi
  if ! running_pid api-a >/dev/null; then
    require_free_port "$SERVER_PORT" "API A" SERVER_PORT
    require_free_port "$MANAGEMENT_PORT" "API A's management" MANAGEMENT_PORT
  fi
  if [[ " ${INSTANCES[*]} " == *" api-b "* ]] && ! running_pid api-b >/dev/null; then
    require_free_port "$SERVER_PORT_B" "API B" SERVER_PORT_B
    require_free_port "$MANAGEMENT_PORT_B" "API B's management" MANAGEMENT_PORT_B
  fi
}

# is_there PART: whether it runs; when not, it is about to be started.
is_there() {
  local pid
  if pid="$(running_pid "$1")"; then
    ok "$1 runs already (pid $pid)"
    return 0
  fi
  drop_stale_pid "$1"
  STARTED+=("$1")
  return 1
}

# ensure_part PART JAVA_ARGUMENT...: starts a part unless it runs.
ensure_part() { is_there "$1" || start_part "$@"; }

# require_same_kind PART KIND: what runs already must be what is asked for.
require_same_kind() {
  local kind_file="$LAB_RUN/$1.kind"
  if running_pid "$1" >/dev/null && [[ "$(cat "$kind_file" 2>/dev/null)" != "$2" ]]; then
    die "the $1 that runs is not of the kind that is asked for ($2)" "lab-scripts/down.sh, then this again"
  fi
  printf '%s\n' "$2" >"$kind_file"
}

start_broker() {
  ensure_part broker -Xmx512m -cp "$LAB_KIT/lab-kit.jar:$LAB_KIT/lib/*" com.bhf.kafka.lab.broker.BrokerMain \
    --data "$LAB_DATA/kafka" --port "$LAB_DIRECT_PORT" --controller-ports "$LAB_CONTROLLER_PORT" \
    --faulty-port "$LAB_FAULTY_PORT" --faulty-advertised "localhost:$LAB_PROXY_PORT"
}

# The loops below ask with kill -0 and take no command's output: bash 5.2 garbles a trap that comes while it does.

prepare_topics() {
  local began=$SECONDS log="$LAB_LOG/topics.log" pid
  pid="$(running_pid broker)" || die "Kafka ended: $(last_line broker)" "read $LAB_LOG/broker.log"
  "$JAVA" -Xmx256m -XX:TieredStopAtLevel=1 -cp "$LAB_KIT/lab-kit.jar:$LAB_KIT/lib/*" \
    com.bhf.kafka.lab.broker.TopicsMain --bootstrap-server "localhost:$LAB_DIRECT_PORT" \
    --wait-seconds "$BROKER_BOUND" "${TOPICS[@]}" </dev/null >"$log" 2>&1 9>&- &
  HELPER=$!
  while kill -0 "$HELPER" 2>/dev/null; do
    busy "waiting for Kafka and creating topics ... $((SECONDS - began)) s"
    kill -0 "$pid" 2>/dev/null || die "Kafka ended: $(last_line broker)" "read $LAB_LOG/broker.log"
    pause
  done
  await_helper "topics" || die "$(tail -n 1 "$log")" "read $log and $LAB_LOG/broker.log"
  ok "Kafka answers at localhost:$LAB_DIRECT_PORT, ${#TOPICS[@]} topics are there ($((SECONDS - began)) s)"
}

# The proxy forwards to the broker's FAULTY listener, which tells its clients to come through the proxy. Addresses are
# literal IPs: Toxiproxy 2.9 compares them as text. What follows -- is for running_pid, and ignored.
start_proxy() {
  local config="$LAB_RUN/proxy.json"
  require_same_kind proxy "${TOXIPROXY:-own}"
  printf '[{"name":"kafka","listen":"127.0.0.1:%s","upstream":"127.0.0.1:%s","enabled":true}]\n' \
    "$LAB_PROXY_PORT" "$LAB_FAULTY_PORT" >"$config"
  if [[ -z "${TOXIPROXY:-}" ]]; then
    ensure_part proxy -Xmx128m -cp "$LAB_KIT/lab-kit.jar:$LAB_KIT/lib/*" com.bhf.kafka.lab.proxy.FaultProxyMain \
      --host 127.0.0.1 --port "$LAB_TOXIPROXY_PORT" --config "$config"
  elif ! is_there proxy; then
    start_process proxy "$TOXIPROXY" -host 127.0.0.1 -port "$LAB_TOXIPROXY_PORT" -config "$config" -proxy-metrics \
      -- "$(mark proxy)"
  fi
}

await_proxy() {
  local began=$SECONDS url="http://127.0.0.1:$LAB_TOXIPROXY_PORT/proxies/kafka" pid
  pid="$(running_pid proxy)" || die "the fault proxy ended: $(last_line proxy)" "read $LAB_LOG/proxy.log"
  until answers "$url" && port_is_taken "$LAB_PROXY_PORT"; do
    busy "waiting for the fault proxy ... $((SECONDS - began)) s"
    kill -0 "$pid" 2>/dev/null || die "the fault proxy ended: $(last_line proxy)" "read $LAB_LOG/proxy.log"
    ((SECONDS - began < PROXY_BOUND)) \
      || die "the fault proxy does not answer after $PROXY_BOUND s" "read $LAB_LOG/proxy.log"
    pause
  done
  ok "the fault proxy answers at localhost:$LAB_TOXIPROXY_PORT ($((SECONDS - began)) s)"
}

start_store() {
  [[ "$STORE" != own ]] || return 0
  require_same_kind store "$STORE"
  if [[ "$STORE" == h2 ]]; then
    # H2's server listens on this machine only, and opens files below its base folder only.
    ensure_part store -Xmx256m -cp "$API_JAR" org.h2.tools.Server \
      -tcp -tcpPort "$LAB_STORE_PORT" -ifNotExists -baseDir "$LAB_DATA"
  else
    ensure_part store -Xmx64m -cp "$LAB_KIT/lab-kit.jar:$LAB_KIT/lib/*" com.bhf.kafka.lab.store.PostgresMain \
      --data "$LAB_DATA/postgres" --port "$LAB_STORE_PORT"
  fi
}

await_store() {
  local began=$SECONDS pid
  [[ "$STORE" != own ]] || return 0
  pid="$(running_pid store)" || die "the status store ended: $(last_line store)" "read $LAB_LOG/store.log"
  until port_is_taken "$LAB_STORE_PORT"; do
    busy "waiting for the status store ... $((SECONDS - began)) s"
    kill -0 "$pid" 2>/dev/null || die "the status store ended: $(last_line store)" "read $LAB_LOG/store.log"
    ((SECONDS - began < STORE_BOUND)) \
      || die "the status store does not answer after $STORE_BOUND s" "read $LAB_LOG/store.log"
    pause
  done
  ok "the status store ($STORE) answers at localhost:$LAB_STORE_PORT ($((SECONDS - began)) s)"
}

# start_api PART
start_api() {
  local server_port management_port
  server_port="$(server_port "$1")"
  management_port="$(management_port "$1")"
  SERVER_PORT="$server_port" MANAGEMENT_PORT="$management_port" \
    ensure_part "$1" -Xmx512m -XX:+UseSerialGC -XX:SharedArchiveFile="$API_ARCHIVE" -Xlog:cds=off -Xlog:cds+dynamic=off \
    -jar "$API_JAR"
}

answers() { curl -fsS --noproxy '*' -o /dev/null --max-time 2 "$1" 2>/dev/null; }

# await_api PART
await_api() {
  local began=$SECONDS part="$1" server_port url what pid
  server_port="$(server_port "$part")"
  pid="$(running_pid "$part")" || die "$part ended: $(last_line "$part")" "read $LAB_LOG/$part.log"
  for what in "$server_port/health" "$(management_port "$part")/health/readiness"; do
    url="http://localhost:$what"
    until answers "$url"; do
      busy "waiting for $part at $url ... $((SECONDS - began)) s"
      kill -0 "$pid" 2>/dev/null || die "$part ended: $(last_line "$part")" "read $LAB_LOG/$part.log"
      ((SECONDS - began < API_BOUND)) || die "$url does not answer 200 after $API_BOUND s" "read $LAB_LOG/$part.log"
      pause
    done
  done
  ok "$part is ready at http://localhost:$server_port ($((SECONDS - began)) s)"
}

last_line() { tail -n 1 "$LAB_LOG/$1.log" 2>/dev/null || true; }

print_next() {
  local send="http://localhost:$SERVER_PORT/api/v1/send" status="http://localhost:$SERVER_PORT/api/v1/status"
  local also=''
  if [[ " ${INSTANCES[*]} " == *" api-b "* ]]; then
    also="  curl -fsS \"http://localhost:$SERVER_PORT_B/api/v1/status?requestId=\$REQ_ID\"; echo   # API B knows it too"$'\n'
  fi
  heading "Try"
  cat <<NEXT
  curl -fsS -X POST "$send?mode=plain&sendMode=sync&eventId=E-1"; echo

  REQ_ID=\$(curl -fsS -X POST "$send?mode=idempotent&sendMode=async&eventId=E-2" | sed -n 's/.*"requestId":"\([^"]*\)".*/\1/p')
  curl -fsS "$status?requestId=\$REQ_ID"; echo
$also
  $LAB_ROOT/lab-scripts/kafka-console-consumer.sh --topic bhf-transactions --from-beginning --timeout-ms 10000 --property print.partition=true --property print.offset=true

  $LAB_ROOT/lab-scripts/labs.sh   # the labs, explained in lab-scripts/README.md

  $LAB_ROOT/lab-scripts/down.sh
NEXT
}

store=h2 restart='' docker=0 cluster=0 orders=()
while (($# > 0)); do
  case "$1" in
    -h | --help) print_help && exit 0 ;;
    --postgres) store=postgres ;;
    --docker) docker=1 ;;
    --cluster) cluster=1 ;;
    --orders) orders=(orders-a orders-b) ;;
    --restart)
      restart="${2:-}"
      [[ "$restart" == api-a || "$restart" == api-b ]] || usage_error "--restart '$restart': api-a or api-b"
      shift
      ;;
    *) usage_error "unknown option '$1'" ;;
  esac
  shift
done
((docker || !cluster)) || usage_error "--cluster is for --docker"
if ((docker)); then
  take_turn
  docker_up "$cluster" "$((${#orders[@]} > 0))"
  exit 0
fi
choose_store "$store"
((${#orders[@]} == 0)) || choose_orders_store
if [[ -n "${TOXIPROXY:-}" && ! -x "$(command -v "$TOXIPROXY")" ]]; then
  die "TOXIPROXY=$TOXIPROXY is no program" "name the toxiproxy-server, or leave it out for the lab's own proxy"
fi

trap undo EXIT
trap INTERRUPTED=130 INT
trap INTERRUPTED=143 TERM HUP
trap 'exit 141' PIPE
take_turn
require_tools
[[ -z "$restart" ]] || stop_part "$restart" 20
require_ports
((${#orders[@]} == 0)) || require_orders_ports
build
start_broker
start_proxy
start_store
prepare_topics
await_proxy
await_store
archive_classes
for part in "${INSTANCES[@]}"; do start_api "$part"; done
for part in ${orders[@]+"${orders[@]}"}; do start_orders "$part"; done
for part in "${INSTANCES[@]}"; do await_api "$part"; done
for part in ${orders[@]+"${orders[@]}"}; do await_orders "$part"; done
STARTED=()
[[ -n "$restart" ]] || print_next
