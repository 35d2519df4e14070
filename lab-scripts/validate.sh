#!/usr/bin/env bash
# The decisive experiment, against both instances: a send whose acknowledgement is lost makes exactly one record in
# idempotent mode, and two or more in plain mode. Prints
#
#   OK: java_idempotent=1 java_plain=2 api_b_idempotent=1 api_b_plain=2
#
# and ends with status 0; anything else ends with 1. Records are counted by eventId in Kafka's log itself, past the
# fault proxy. It fails when the proxy saw no byte or lost no ack: then nothing was put to the test.
#
#   lab-scripts/validate.sh             this machine, started by up.sh
#   lab-scripts/validate.sh --docker    the containers
#   lab-scripts/validate.sh --k8s       the Kubernetes cluster, through its node ports
#   lab-scripts/validate.sh --times 50  so many times in a row, one line each
#
# From the environment: LAB_HOST=localhost, LAB_API_A, LAB_API_B and LAB_TOXIPROXY (host:port each), LAB_KAFKA (Kafka
# past the proxy), LAB_TOPIC; with --k8s LAB_NAMESPACE=kafka and LAB_KAFKA_POD, where Kafka's consumer runs.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib/lab.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib/lab.sh"
# shellcheck source-path=SCRIPTDIR source=lib/lost-ack.sh
source "$LAB_ROOT/lab-scripts/lib/lost-ack.sh"

times=1
while (($# > 0)); do
  case "$1" in
    -h | --help) print_help && exit 0 ;;
    --times)
      times="${2:-}"
      [[ "$times" =~ ^[1-9][0-9]{0,5}$ ]] || usage_error "--times '$times' is no number from 1 to 999999"
      shift
      ;;
    *) target_option "$1" || usage_error "unknown option '$1'" ;;
  esac
  shift
done

if ((times == 1)); then
  begin_lab "Plain and idempotent, when the ack is lost"
  compare_modes || fail "idempotent must be exactly 1, plain 2 or more" "$VERDICT"
  printf 'OK: %s\n' "$VERDICT"
  exit 0
fi

begin_lab "Plain and idempotent, when the ack is lost, $times times" >/dev/null
good=0
for ((run = 1; run <= times; run++)); do
  said=OK
  compare_modes >"$LAB_TMP/shown" || said=FAILED
  [[ "$said" != OK ]] || good=$((good + 1))
  printf '%s %s: %s\n' "$run" "$said" "$VERDICT"
done
printf '%s of %s runs: plain 2 or more and idempotent exactly 1, on both instances, in %s s\n' "$good" "$times" "$SECONDS"
((good == times))
