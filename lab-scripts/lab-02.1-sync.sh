#!/usr/bin/env bash
# Lab 02.1: a sync send answers with the place of the record, and the record is there.
#
#   lab-scripts/lab-02.1-sync.sh
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib/lab.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib/lab.sh"
lab_arguments "$@"
begin_lab "Lab 02.1: send, and wait for the ack"

for api in "$API_A" "$API_B"; do
  step "The API answers when Kafka has acknowledged: partition and offset are the place of the record"
  event="$(unique SYNC)"
  send_sync "$api" plain "$event"
  holds "the answer is OK" contains "$REPLY" '"state":"OK"'
  place="partition=$(field partition) offset=$(field offset) "

  step "The record stands at that place"
  show_records --topic "$LAB_TOPIC" --event-id "$event"
  holds "there is one record of $event" test "$(count_of "$event")" = 1
  holds "it stands at $place" contains "$(cat "$LAB_TMP/records")" "$place"
done

step "What is wrong is refused before it reaches Kafka, and the answer says what is allowed"
call -X POST "$API_A/api/v1/send?mode=reliable&sendMode=sync&eventId=$event"
holds "the answer is 400" test "$CODE" = 400
holds "it says that nothing was written" contains "$REPLY" '"outcome":"NOT_WRITTEN"'
