#!/usr/bin/env bash
# Lab 04.4: under load a consumer leaves the group and joins again; partitions move, and every order takes effect once.
#
#   lab-scripts/lab-04.4-rebalancing.sh            on this machine: it stops and starts a process
#   lab-scripts/lab-04.4-rebalancing.sh --docker   the same with a container
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib/lab.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib/lab.sh"
# shellcheck source-path=SCRIPTDIR source=lib/orders.sh
source "$LAB_ROOT/lab-scripts/lib/orders.sh"
lab_arguments "$@"
[[ "$LAB_TARGET" != k8s ]] || die "this lab stops and starts a consumer, which it can on this machine and in its containers only"
begin_orders_lab "Lab 04.4: rebalancing"

run="$(unique ORD-REBAL)"
# Until the lab says stop; each id that was acknowledged is a line.
load() {
  local i
  for ((i = 1; ; i++)); do
    [[ ! -e "$LAB_TMP/stop" ]] || return 0
    http -f -o /dev/null -X POST "$ORDERS_A/api/v1/orders" -H 'Content-Type: application/json' \
      -d "{\"orderId\":\"$run-$i\",\"amount\":1,\"status\":\"PENDING\"}" && printf '%s\n' "$run-$i" >>"$LAB_TMP/sent"
    sleep 0.02
  done
}

# await_rebalances COUNT: until the first consumer has seen so many.
await_rebalances() {
  local began=$SECONDS
  until quiet_call "$ORDERS_A/api/v1/partitions" && (($(field rebalances) >= $1)); do
    ((SECONDS - began < 60)) || fail "no rebalance after 60 s" "$REPLY"
    pause
  done
}

has_all_partitions() { test "$(grep -o '"topic":"orders","partition"' <<<"$REPLY" | wc -l)" -eq 6; }

# The service looks at its partitions twice a second, so a rebalance is told of before what it has brought.
await_all_partitions() {
  local began=$SECONDS
  until quiet_call "$ORDERS_A/api/v1/partitions" && has_all_partitions; do
    ((SECONDS - began < 20)) || fail "the first has not all partitions of orders after 20 s" "$REPLY"
    pause
  done
}

quiet_call "$ORDERS_A/api/v1/partitions"
before="$(field rebalances)"
quiet_call "$ORDERS_A/api/v1/stats"
effects="$(sed -n 's/.*"effects":{"orders":\([0-9]*\).*/\1/p' <<<"$REPLY")"
load &
LAB_CHILDREN+=("$!")

step "The second consumer leaves, under load"
ORDERS_B_STOPPED=1
stop_second
await_rebalances "$((before + 1))"
await_all_partitions
call "$ORDERS_A/api/v1/partitions"
holds "the first has all partitions of orders" has_all_partitions
left="$(field rebalances)"

step "It joins again"
if [[ -n "$ORDERS_ENGINE" ]]; then show "$ORDERS_ENGINE" start m04-java-api-b; else show ./lab-scripts/up.sh --orders; fi
start_second || die "the second consumer did not start" "$(tail -n 2 "$LAB_TMP/up.log")"
ORDERS_B_STOPPED=0
await_rebalances "$((left + 1))"
await_answer "$ORDERS_B/api/v1/partitions" '"topic":"orders"' 30
touch "$LAB_TMP/stop"
wait "${LAB_CHILDREN[0]}" || true

step "The logs of both tell of it"
log_lines 'rebalance'
tail -n 6 "$LAB_TMP/lines" | cut -c 1-150 | sed 's/^/  /'
holds "there are lines with 'rebalance'" test "$(count_lines)" -ge 3

sent="$(wc -l <"$LAB_TMP/sent" | tr -d ' ')"
step "Every one of the $sent orders sent meanwhile takes effect, once"
await_answer "$ORDERS_A/api/v1/stats" "\"effects\":{\"orders\":$((effects + sent))," 60
await_effect "$(head -n 1 "$LAB_TMP/sent")" 5
await_effect "$(tail -n 1 "$LAB_TMP/sent")" 5
ok "$sent orders were sent, $sent effects were added"
