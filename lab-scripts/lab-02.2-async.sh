#!/usr/bin/env bash
# Lab 02.2: an async send is accepted at once; its callback becomes a status that can be asked for. Twice Kafka's
# client gives up with the same timeout: once the record is not in the log, once it is. The status finds out.
# Starts API B again with a shorter delivery timeout, and at its end with the usual one.
#
#   lab-scripts/lab-02.2-async.sh
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib/lab.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib/lab.sh"
lab_arguments "$@"
begin_lab "Lab 02.2: send, and ask later"

step "The API answers 202 as soon as the request is stored; Kafka's callback comes later"
event="$(unique ASYNC)"
send_async "$API_A" idempotent "$event"
holds "the answer is ACCEPTED" contains "$REPLY" '"status":"ACCEPTED"'

step "The callback has become a status, and the other instance knows it too"
await_status "$API_B" '"final":true' 30
holds "the state is OK" contains "$REPLY" '"state":"OK","final":true,"outcome":"WRITTEN"'

step "How long Kafka's client tries is delivery.timeout.ms, 120 s by default: too long for a lab"
shorten_delivery_timeout
send_sync "$API_B" plain "$(unique WARM)"

step "The way to Kafka swallows everything: requests leave, and do not arrive"
add_toxic '{"name":"timeout","type":"timeout","stream":"upstream","attributes":{"timeout":0}}'
lost="$(unique NEVER-WRITTEN)"
send_async "$API_B" plain "$lost"

step "After 5 s Kafka's client gives up. Nobody knows yet whether the record is in the log"
await_status "$API_B" '"state":"ERROR"' 30
holds "the outcome is UNKNOWN, and not final" contains "$REPLY" '"final":false,"outcome":"UNKNOWN"'
holds "the error is Kafka's TimeoutException" contains "$REPLY" 'TimeoutException'

step "Kafka is back: the service reads the log, twice, and says what it found"
delete_toxic timeout
await_status "$API_B" '"final":true' 60
holds "the state is ERROR for good: not written" contains "$REPLY" '"state":"ERROR","final":true,"outcome":"NOT_WRITTEN"'

step "The same again on the way back: Kafka gets the record, its ack does not arrive"
send_sync "$API_B" plain "$(unique WARM)"
add_toxic '{"name":"timeout","type":"timeout","stream":"downstream","attributes":{"timeout":0}}'
written="$(unique WRITTEN-UNSEEN)"
send_async "$API_B" plain "$written"

step "After 5 s Kafka's client gives up with the same error"
await_status "$API_B" '"state":"ERROR"' 30
holds "the outcome is UNKNOWN, and not final" contains "$REPLY" '"final":false,"outcome":"UNKNOWN"'

step "This time the log has it: the error was wrong, and the status says so"
delete_toxic timeout
await_status "$API_B" '"final":true' 60
holds "the state is OK for good, with its place" contains "$REPLY" '"state":"OK","final":true,"outcome":"WRITTEN"'

step "The log agrees"
show_records --topic "$LAB_TOPIC" --event-id "$lost" --event-id "$written"
holds "$lost is not in it" test "$(count_of "$lost")" = 0
holds "$written is in it once" test "$(count_of "$written")" = 1
