# shellcheck shell=bash
# Shared by the scripts that run the orders service (Module 04): where it is, how up.sh starts it, and what its labs
# have in common. Sourced after common.sh, and by labs after lab.sh; never run.

ORDERS_JAR="${LAB_ORDERS_JAR:-$LAB_ROOT/lab-scripts/orders-service/target/orders-service.jar}"
ORDERS_PORT="${ORDERS_PORT:-18082}"
ORDERS_PORT_B="${ORDERS_PORT_B:-18083}"
ORDERS_BOUND=90

# --- For up.sh -----------------------------------------------------------------------------------

orders_port() { if [[ "$1" == orders-a ]]; then printf '%s' "$ORDERS_PORT"; else printf '%s' "$ORDERS_PORT_B"; fi; }

require_orders_ports() {
  running_pid orders-a >/dev/null || require_free_port "$ORDERS_PORT" "the orders service" ORDERS_PORT
  running_pid orders-b >/dev/null || require_free_port "$ORDERS_PORT_B" "the second consumer of orders" ORDERS_PORT_B
}

# The store of both instances, beside that of the statuses and in the same server.
choose_orders_store() {
  [[ -z "${ORDERS_STORE_URL:-}" ]] || return 0
  case "$STATUS_STORE_URL" in
    jdbc:h2:tcp:*/status) export ORDERS_STORE_URL="${STATUS_STORE_URL%/status}/orders" ;;
    jdbc:postgresql:*)
      export ORDERS_STORE_URL="$STATUS_STORE_URL"
      export ORDERS_STORE_USER="${STATUS_STORE_USER:-}" ORDERS_STORE_PASSWORD="${STATUS_STORE_PASSWORD:-}"
      ;;
    *) die "the orders service needs a store that its two instances can share" \
      "set ORDERS_STORE_URL to a jdbc:h2:tcp: or a jdbc:postgresql: URL" ;;
  esac
}

# start_orders PART: past the fault proxy, whose byte counter is of the APIs alone.
start_orders() {
  local producer=true
  [[ "$1" == orders-a ]] || producer=false
  SERVER_PORT="$(orders_port "$1")" ORDERS_INSTANCE="$1" ORDERS_HTTP_PRODUCER="$producer" \
    KAFKA_BOOTSTRAP_SERVERS="${ORDERS_BOOTSTRAP_SERVERS:-localhost:$LAB_DIRECT_PORT}" \
    ensure_part "$1" -Xmx256m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar "$ORDERS_JAR"
}

# await_orders PART
await_orders() {
  local began=$SECONDS part="$1" url pid
  url="http://localhost:$(orders_port "$part")/health/readiness"
  pid="$(running_pid "$part")" || die "$part ended: $(last_line "$part")" "read $LAB_LOG/$part.log"
  until answers "$url"; do
    busy "waiting for $part at $url ... $((SECONDS - began)) s"
    kill -0 "$pid" 2>/dev/null || die "$part ended: $(last_line "$part")" "read $LAB_LOG/$part.log"
    ((SECONDS - began < ORDERS_BOUND)) || die "$url does not answer 200 after $ORDERS_BOUND s" "read $LAB_LOG/$part.log"
    pause
  done
  ok "$part is ready at http://localhost:$(orders_port "$part") ($((SECONDS - began)) s)"
}

# --- For the labs --------------------------------------------------------------------------------

# How the two instances are started, and where they run in containers the engine of these.
ORDERS_UP='up.sh --orders'
ORDERS_ENGINE=''

choose_orders_containers() {
  # shellcheck source-path=SCRIPTDIR source=docker.sh
  source "$LAB_ROOT/lab-scripts/lib/docker.sh"
  choose_compose 0 1
  ORDERS_ENGINE="$(docker_engine)"
  ORDERS_UP='up.sh --docker --orders'
}

# begin_orders_lab TITLE: needs only the two instances of the orders service; every way out ends the simulated errors.
begin_orders_lab() {
  # shellcheck disable=SC2034 # lab.sh reads it
  LAB_FAULTS=keep
  choose_target
  case "$LAB_TARGET" in
    k8s) ORDERS_A="${LAB_ORDERS_A:-${LAB_HOST:-localhost}:31082}" ORDERS_B="${LAB_ORDERS_B:-$ORDERS_A}" ;;
    *)
      [[ "$LAB_TARGET" != docker ]] || choose_orders_containers
      ORDERS_A="${LAB_ORDERS_A:-${LAB_HOST:-localhost}:$ORDERS_PORT}"
      ORDERS_B="${LAB_ORDERS_B:-${LAB_HOST:-localhost}:$ORDERS_PORT_B}"
      TARGET_HINT="$LAB_ROOT/lab-scripts/$ORDERS_UP starts it"
      ;;
  esac
  LAB_TMP="$(mktemp -d)"
  ORDERS_B_STOPPED=0
  trap end_orders_lab EXIT
  trap INTERRUPTED=130 INT
  trap INTERRUPTED=143 TERM HUP
  heading "$1"
  require_answer "$ORDERS_A/health" "the orders service"
  require_answer "$ORDERS_B/health" "the second consumer of orders"
}

end_orders_lab() {
  local status=$?
  set +e
  quiet_call -X POST "$ORDERS_A/api/v1/config/simulate-transient-error?enabled=false" 2>/dev/null
  if ((ORDERS_B_STOPPED)); then
    # shellcheck disable=SC2034 # common.sh reads it
    INTERRUPTED=0
    start_second >/dev/null || note "the second consumer did not start: $LAB_ROOT/lab-scripts/$ORDERS_UP"
  fi
  (exit "$status")
  end_lab
}

# post_order ID AMOUNT: shows the call; leaves answer and status in REPLY and CODE.
post_order() {
  call -X POST "$ORDERS_A/api/v1/orders" -H 'Content-Type: application/json' \
    -d "{\"orderId\":\"$1\",\"amount\":$2,\"status\":\"PENDING\"}"
}

# accept_order ID AMOUNT: quietly; must be acknowledged.
accept_order() {
  quiet_call -X POST "$ORDERS_A/api/v1/orders" -H 'Content-Type: application/json' \
    -d "{\"orderId\":\"$1\",\"amount\":$2,\"status\":\"PENDING\"}" || die "no answer from $ORDERS_A" "$TARGET_HINT"
  [[ "$CODE" == 200 ]] || fail "a valid order is answered $CODE" "$REPLY"
}

# await_effect ID SECONDS: until the order has taken effect.
await_effect() {
  local began=$SECONDS
  until quiet_call "$ORDERS_A/api/v1/orders/$1" && [[ "$CODE" == 200 ]]; do
    busy "  waiting for $1 to take effect ... $((SECONDS - began)) s"
    ((SECONDS - began < $2)) || fail "order $1 has taken no effect after $2 s" "$REPLY"
    pause
  done
}

# await_answer URL TEXT SECONDS: until the answer has the text.
await_answer() {
  local began=$SECONDS
  until quiet_call "$1" && [[ "$REPLY" == *"$2"* ]]; do
    busy "  waiting for $2 ... $((SECONDS - began)) s"
    ((SECONDS - began < $3)) || fail "$1 does not say $2 after $3 s" "$REPLY"
    pause
  done
}

dlt_count() {
  quiet_call "$ORDERS_A/api/v1/dlt/count" || die "no answer from $ORDERS_A" "$TARGET_HINT"
  [[ "$CODE" == 200 ]] || fail "the dead letters cannot be counted ($CODE)" "$REPLY"
  field count
}

# simulate QUERY
simulate() {
  call -X POST "$ORDERS_A/api/v1/config/simulate-transient-error?$1"
  [[ "$CODE" == 200 ]] || fail "the simulation is answered $CODE" "$REPLY"
}

# log_lines PATTERN: of both instances, on this machine or in its containers, into $LAB_TMP/lines.
log_lines() {
  local name
  if [[ -n "$ORDERS_ENGINE" ]]; then
    for name in m04-java-api m04-java-api-b; do "$ORDERS_ENGINE" logs "$name" 2>&1; done
  else
    cat "$LAB_LOG/orders-a.log" "$LAB_LOG/orders-b.log" 2>/dev/null
  fi | grep -E -- "$1" >"$LAB_TMP/lines" || true
}

count_lines() { wc -l <"$LAB_TMP/lines" | tr -d ' '; }

# In a container, with more patience than its stop_grace_period.
stop_second() {
  if [[ -n "$ORDERS_ENGINE" ]]; then
    show "$ORDERS_ENGINE" stop m04-java-api-b
    "$ORDERS_ENGINE" stop -t 40 m04-java-api-b >"$LAB_TMP/stop.log" 2>&1 \
      || die "the second consumer did not stop" "$(tail -n 2 "$LAB_TMP/stop.log")"
  else
    stop_part orders-b 20
  fi
}

start_second() {
  if [[ -n "$ORDERS_ENGINE" ]]; then
    "$ORDERS_ENGINE" start m04-java-api-b >"$LAB_TMP/up.log" 2>&1 8>&-
  else
    "$LAB_ROOT/lab-scripts/up.sh" --orders >"$LAB_TMP/up.log" 2>&1 8>&-
  fi
}
