#!/usr/bin/env bash
# Tests the APIs through their node ports: health, sync sends in both modes, an async send whose status the other one
# tells, a refused parameter. With --full also validate.sh --k8s, the labs' decisive experiment.
#
#   lab-scripts/k8s/05-test-apis.sh
#   lab-scripts/k8s/05-test-apis.sh --full
#   lab-scripts/k8s/05-test-apis.sh --dry-run   shows the commands and runs none
#
# From the environment: LAB_HOST=localhost (a node), LAB_API_A and LAB_API_B (host:port), LAB_WAIT_SECONDS=600.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../lib/k8s.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../lib/k8s.sh"

full=0
while (($# > 0)); do
  if [[ "$1" == --full ]]; then
    full=1 SHIFT=1
  else
    common_option "$@"
  fi
  shift "$SHIFT"
done
begin "Testing the APIs"
require_program curl "install curl"
choose_cluster
HINT="lab-scripts/k8s/04-validate.sh says what is not ready; LAB_HOST names a node"

# answers WHAT TEXT CURL_ARGUMENT...: the answer must contain TEXT.
answers() {
  local what="$1" text="$2"
  shift 2
  ask "$what" "$HINT" curl -sS --noproxy '*' --max-time 30 "$@"
  ((DRY_RUN)) || [[ "$REPLY" == *"$text"* ]] || die "$what: the answer has no $text: ${REPLY:0:200}" "$HINT"
}

answers "get the health of API A" OK "$API_A/health"
answers "get the health of API B" OK "$API_B/health"
for api in "$API_A" "$API_B"; do
  for mode in plain idempotent; do
    answers "send $mode to $api" '"status":"OK"' -X POST "$(send_url "$api" "$mode" sync "$(unique TEST)")"
  done
done
answers "send async to $API_A" '"status":"ACCEPTED"' -X POST "$(send_url "$API_A" idempotent async "$(unique TEST)")"
REQUEST_ID="$(field requestId)"
began=$SECONDS
until answers "ask $API_B for its status" '"state"' "$API_B/api/v1/status?requestId=$REQUEST_ID" \
  && { ((DRY_RUN)) || [[ "$REPLY" == *'"state":"OK"'* ]]; }; do
  ((SECONDS - began < WAIT)) || die "the async send is not OK after $WAIT s: $REPLY" "$HINT"
  pause
done
answers "be refused an unknown mode" '"status":400' -X POST "$(send_url "$API_A" maybe sync "$(unique TEST)")"
((!full)) || act "pass validate.sh" "read what it says" "$LAB_ROOT/lab-scripts/validate.sh" --k8s
((DRY_RUN)) || ok "both APIs do what they should"
