#!/usr/bin/env bash
# Starts the lab on this machine: builds what is not built, starts Kafka and the API, creates the topics.
# Running it again is safe: what runs stays, what died is started again.
#
#   lab-scripts/up.sh
#
# Where things are: pids in .lab/run, logs in .lab/log, data in .lab/data. lab-scripts/down.sh stops all of it.
#
# From the environment, with their defaults:
#   SERVER_PORT=18080  MANAGEMENT_PORT=18090            ports of the API
#   KAFKA_BOOTSTRAP_SERVERS=localhost:29093             what the API sends to; every other KAFKA_* goes to it too
#   STATUS_STORE_URL=jdbc:h2:file:<repo>/.lab/data/status-a
#   LAB_DIRECT_PORT=9092  LAB_PROXY_PORT=29093  LAB_CONTROLLER_PORT=9093   ports of Kafka
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib/common.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib/common.sh"
# shellcheck source-path=SCRIPTDIR source=lib/build.sh
source "$LAB_ROOT/lab-scripts/lib/build.sh"

API=api-a
API_BOUND=90
BROKER_BOUND=60
TOPICS=(
  bhf-transactions:3
  "bhf-compact-demo:3:cleanup.policy=compact,segment.ms=1000,min.cleanable.dirty.ratio=0.01,delete.retention.ms=1000"
  orders.created:6
  orders:6
  orders.DLT:3
  orders.retry:3
)

export SERVER_PORT="${SERVER_PORT:-18080}"
export MANAGEMENT_PORT="${MANAGEMENT_PORT:-18090}"
export KAFKA_BOOTSTRAP_SERVERS="${KAFKA_BOOTSTRAP_SERVERS:-localhost:$LAB_PROXY_PORT}"
export STATUS_STORE_URL="${STATUS_STORE_URL:-jdbc:h2:file:$LAB_DATA/status-a}"

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
    require_free_port "$(faulty_port)" "Kafka for the API" LAB_PROXY_PORT
  fi
  if ! running_pid "$API" >/dev/null; then
    require_free_port "$SERVER_PORT" "the API" SERVER_PORT
    require_free_port "$MANAGEMENT_PORT" "the API's management" MANAGEMENT_PORT
  fi
}

faulty_port() {
  if ((LAB_WITH_PROXY)); then printf '%s' "$LAB_FAULTY_PORT"; else printf '%s' "$LAB_PROXY_PORT"; fi
}

# ensure_part PART JAVA_ARGUMENT...: starts a part unless it runs.
ensure_part() {
  local pid
  if pid="$(running_pid "$1")"; then
    ok "$1 runs already (pid $pid)"
    return 0
  fi
  drop_stale_pid "$1"
  STARTED+=("$1")
  start_part "$@"
}

start_broker() {
  ensure_part broker -Xmx512m -cp "$LAB_KIT/lab-kit.jar:$LAB_KIT/lib/*" com.bhf.kafka.lab.broker.BrokerMain \
    --data "$LAB_DATA/kafka" --port "$LAB_DIRECT_PORT" --controller-ports "$LAB_CONTROLLER_PORT" \
    --faulty-port "$(faulty_port)" --faulty-advertised "localhost:$LAB_PROXY_PORT"
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

start_api() {
  archive_classes
  ensure_part "$API" -Xmx512m -XX:SharedArchiveFile="$API_ARCHIVE" -Xlog:cds=off -Xlog:cds+dynamic=off \
    -jar "$API_JAR"
}

answers() { curl -fsS --noproxy '*' -o /dev/null --max-time 2 "$1" 2>/dev/null; }

await_api() {
  local began=$SECONDS url what pid
  pid="$(running_pid "$API")" || die "the API ended: $(last_line "$API")" "read $LAB_LOG/$API.log"
  for what in "$SERVER_PORT/health" "$MANAGEMENT_PORT/health/readiness"; do
    url="http://localhost:$what"
    until answers "$url"; do
      busy "waiting for the API at $url ... $((SECONDS - began)) s"
      kill -0 "$pid" 2>/dev/null || die "the API ended: $(last_line "$API")" "read $LAB_LOG/$API.log"
      ((SECONDS - began < API_BOUND)) || die "$url does not answer 200 after $API_BOUND s" "read $LAB_LOG/$API.log"
      pause
    done
  done
  ok "API A is ready at http://localhost:$SERVER_PORT ($((SECONDS - began)) s)"
}

last_line() { tail -n 1 "$LAB_LOG/$1.log" 2>/dev/null || true; }

print_next() {
  local send="http://localhost:$SERVER_PORT/api/v1/send" status="http://localhost:$SERVER_PORT/api/v1/status"
  heading "Try"
  cat <<NEXT
  curl -fsS -X POST "$send?mode=plain&sendMode=sync&eventId=E-1"; echo

  REQ_ID=\$(curl -fsS -X POST "$send?mode=idempotent&sendMode=async&eventId=E-2" | sed -n 's/.*"requestId":"\([^"]*\)".*/\1/p')
  curl -fsS "$status?requestId=\$REQ_ID"; echo

  $LAB_ROOT/lab-scripts/kafka-console-consumer.sh --topic bhf-transactions --from-beginning --timeout-ms 10000 --property print.partition=true --property print.offset=true

  $LAB_ROOT/lab-scripts/down.sh
NEXT
}

case "${1:-}" in
  '') ;;
  -h | --help) print_help && exit 0 ;;
  *) usage_error "unknown option '$1'" ;;
esac

trap undo EXIT
trap INTERRUPTED=130 INT
trap INTERRUPTED=143 TERM HUP
trap 'exit 141' PIPE
take_turn
require_tools
require_ports
build
start_broker
prepare_topics
start_api
await_api
STARTED=()
print_next
