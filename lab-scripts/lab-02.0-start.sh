#!/usr/bin/env bash
# Lab 02.0: starts everything on this machine and shows that the APIs, the fault proxy and Kafka answer.
#
#   lab-scripts/lab-02.0-start.sh
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib/lab.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib/lab.sh"
lab_arguments "$@"

if [[ "$LAB_TARGET" == machine ]]; then
  heading "Everything starts, what runs already stays"
  "$LAB_ROOT/lab-scripts/up.sh" | sed '/^Try$/,$d'
fi
begin_lab "Lab 02.0: start"

for api in "$API_A" "$API_B"; do
  step "An instance of the API serves: $api"
  call "$api/health"
  holds "it answers 200 OK" test "$CODE $REPLY" = "200 OK"
done

step "The fault proxy stands in front of Kafka, and lets everything through"
call "$PROXY/proxies/kafka"
holds "the proxy 'kafka' is enabled" contains "$REPLY" '"enabled":true'
holds "it has no toxics" contains "$REPLY" '"toxics":[]'

step "The APIs reach Kafka through the proxy: its byte counter grows with a send"
before="$(figure toxiproxy_proxy_received_bytes_total)"
event="$(unique START)"
send_sync "$API_A" plain "$event"
if [[ -n "$(figure fault_proxy_lost_acks_total)" ]]; then
  after="$(figure toxiproxy_proxy_received_bytes_total)"
  holds "bytes went through the proxy ($before, then $after)" test "$after" -gt "$before"
fi

step "Kafka has the record"
show_records --topic "$LAB_TOPIC" --event-id "$event"
holds "it is in the log once" test "$(count_of "$event")" = 1
