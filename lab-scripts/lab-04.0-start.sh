#!/usr/bin/env bash
# Lab 04.0: starts the orders service and its second consumer beside the rest, and shows that they share the partitions.
#
#   lab-scripts/lab-04.0-start.sh            on this machine
#   lab-scripts/lab-04.0-start.sh --docker   in containers, as the other labs of this module
#
# When it starts them, the first retry comes after a quarter of a second: ORDERS_RETRY_INITIAL_DELAY_MS=250.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib/lab.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib/lab.sh"
# shellcheck source-path=SCRIPTDIR source=lib/orders.sh
source "$LAB_ROOT/lab-scripts/lib/orders.sh"
lab_arguments "$@"

if [[ "$LAB_TARGET" == machine ]]; then
  heading "Everything starts, what runs already stays"
  export ORDERS_RETRY_INITIAL_DELAY_MS="${ORDERS_RETRY_INITIAL_DELAY_MS:-250}"
  "$LAB_ROOT/lab-scripts/up.sh" --orders | sed '/^Try$/,$d'
fi
begin_orders_lab "Lab 04.0: start"

for api in "$ORDERS_A" "$ORDERS_B"; do
  step "An instance serves: $api"
  call "$api/health"
  holds "it answers 200 OK" test "$CODE $REPLY" = "200 OK"
done

step "Both are members of the group, and share the partitions"
await_answer "$ORDERS_A/api/v1/partitions" '"topic":"orders"' 30
await_answer "$ORDERS_B/api/v1/partitions" '"topic":"orders"' 30
call "$ORDERS_B/api/v1/partitions"
holds "the second consumer has partitions of orders" contains "$REPLY" '"topic":"orders"'

if [[ "$LAB_TARGET" != k8s ]]; then
  step "The second takes no orders over HTTP"
  call -X POST "$ORDERS_B/api/v1/orders" -H 'Content-Type: application/json' -d '{"orderId":"X","amount":1,"status":"NEW"}'
  holds "it does not know that path" test "$CODE" -ge 404
fi
