#!/usr/bin/env bash
# Lab 02.3: what latency, a black hole and a dead network do to a send: retries, a timeout, the circuit breaker.
# Starts API B again with a shorter delivery timeout, and at its end with the usual one.
#
#   lab-scripts/lab-02.3-faults.sh
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib/lab.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib/lab.sh"
lab_arguments "$@"
begin_lab "Lab 02.3: faults"

# await_readiness CODE: of API B, which is asked on its management port.
await_readiness() {
  local began=$SECONDS
  show curl -sS "$READY_B"
  until http -o "$LAB_TMP/ready" -w '%{http_code}' "$READY_B" >"$LAB_TMP/code" && grep -qx "$1" "$LAB_TMP/code"; do
    busy "  waiting for $1 ... $((SECONDS - began)) s"
    ((SECONDS - began < 60)) || fail "the readiness of API B does not become $1" "$(cat "$LAB_TMP/ready")"
    pause
  done
  grep -o '"producers":.*"details":{"idempotent[^}]*}' "$LAB_TMP/ready" >"$LAB_TMP/circuits" || true
  REPLY="$1: $(sed 's/.*"details"://' "$LAB_TMP/circuits")"
  printf '%s  %s\n' "$LINE_START" "$REPLY"
}

# set_enabled true|false: the proxy stops listening, and closes what is open.
set_enabled() {
  call -X POST "$PROXY/proxies/kafka" -H 'Content-Type: application/json' -d '{"enabled":'"$1"'}'
  holds "the proxy is enabled: $1" contains "$REPLY" '"enabled":'"$1"
}

# in_background API EVENT: a plain sync send that CHILD waits for.
in_background() {
  show curl -sS -X POST "$(send_url "$1" plain sync "$2")" '&'
  http -o "$LAB_TMP/later.$2" -w '%{http_code}\n' -X POST "$(send_url "$1" plain sync "$2")" \
    >"$LAB_TMP/later.$2.code" 8>&- &
  CHILD=$!
  LAB_CHILDREN+=("$CHILD")
}

step "Latency below request.timeout.ms (1000): the send is slow, and nothing else"
send_sync "$API_A" plain "$(unique WARM)"
add_toxic '{"name":"latency","type":"latency","stream":"downstream","attributes":{"latency":300,"jitter":0}}'
event="$(unique SLOW)"
send_sync "$API_A" plain "$event"
holds "it took 300 ms or more ($TOOK_MS ms)" test "$TOOK_MS" -ge 300
delete_toxic latency
read_records --topic "$LAB_TOPIC" --event-id "$event"
holds "there is one record of it" test "$(count_of "$event")" = 1

step "Latency above request.timeout.ms: the ack comes too late, Kafka's client sends again"
send_sync "$API_A" plain "$(unique WARM)"
add_toxic '{"name":"latency","type":"latency","stream":"downstream","attributes":{"latency":5000,"jitter":0}}'
late="$(unique LATE)"
in_background "$API_A" "$late"
read_records --topic "$LAB_TOPIC" --event-id "$late" --wait-seconds 30
holds "Kafka has the record" test "$(count_of "$late")" -ge 1
# The first request has timed out by then, and new connections are not answered in time either.
for _ in 1 2 3 4 5 6 7 8 9 10; do pause; done
REPLY="$(cat "$LAB_TMP/later.$late.code" "$LAB_TMP/later.$late" 2>/dev/null || true)"
holds "the caller has no answer" test -z "$REPLY"
delete_toxic latency
wait "$CHILD" || die "no answer from API A" "$TARGET_HINT"
holds "without the latency a retry succeeds: 200" grep -qx 200 "$LAB_TMP/later.$late.code"
show_records --topic "$LAB_TOPIC" --event-id "$late"
holds "in plain mode the retry is a second record" test "$(count_of "$late")" -ge 2

step "A black hole: answers are swallowed. A sync send ends after delivery.timeout.ms, as unknown (504)"
shorten_delivery_timeout
send_sync "$API_B" plain "$(unique WARM)"
add_toxic '{"name":"timeout","type":"timeout","stream":"downstream","attributes":{"timeout":0}}'
unknown="$(unique UNKNOWN)"
call -X POST "$(send_url "$API_B" plain sync "$unknown")"
holds "the answer is 504" test "$CODE" = 504
holds "the outcome is UNKNOWN: it may not simply be sent again" \
  contains "$REPLY" '"outcome":"UNKNOWN","retriable":false'
delete_toxic timeout
show_records --topic "$LAB_TOPIC" --event-id "$unknown"
holds "and rightly so: the log has it" test "$(count_of "$unknown")" = 1

step "Kafka down: connections are refused. After five failures in a row the circuit breaker opens"
set_enabled false
waiting=()
for i in 1 2 3 4 5; do
  in_background "$API_B" "$(unique "DOWN-$i")"
  waiting+=("$CHILD")
done
for CHILD in "${waiting[@]}"; do wait "$CHILD" || die "no answer from API B" "$TARGET_HINT"; done
REPLY="$(cat "$LAB_TMP"/later.DOWN-*.code | tr '\n' ' ')"
holds "none was acknowledged, each is told 503 (not written) or 504 (unknown): $REPLY" \
  test -z "$(tr -d '\n' <<<"${REPLY//50[34] /}")"
call -X POST "$(send_url "$API_B" plain sync "$(unique REFUSED)")"
holds "the next one is refused at once: 503 after $TOOK_MS ms" test "$CODE" = 503 -a "$TOOK_MS" -lt 1500
holds "by the circuit breaker" contains "$REPLY" 'circuit breaker is open'
holds "it is certainly not written, and may be sent again" contains "$REPLY" '"outcome":"NOT_WRITTEN","retriable":true'

step "Readiness says so, and a load balancer would send nothing here; the process itself is healthy"
await_readiness 503
holds "the breaker of the plain producer is open" contains "$REPLY" '"plain":"OPEN"'
call "$API_B/health"
holds "it serves" test "$CODE" = 200

step "Async sends are accepted meanwhile: they are stored, and wait"
send_async "$API_B" idempotent "$(unique WAITING)"
waiting_id="$REQUEST_ID"

step "Kafka is back: what waited is delivered"
set_enabled true
REQUEST_ID="$waiting_id"
await_status "$API_B" '"final":true' 60
holds "it is OK" contains "$REPLY" '"state":"OK","final":true'

step "An ack closes the breaker: of an async send, which a breaker does not refuse. API B is ready again"
send_async "$API_B" plain "$(unique BACK)"
await_status "$API_B" '"final":true' 60
holds "it is OK" contains "$REPLY" '"state":"OK","final":true'
await_readiness 200
holds "the breaker is closed" contains "$REPLY" '"plain":"CLOSED"'
send_sync "$API_B" plain "$(unique BACK)"
