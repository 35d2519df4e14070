#!/usr/bin/env bash
# Experiment: API A is cut off from Kafka by a network policy, while async sends come in. Every send that was answered
# 202 must end as OK and be exactly one record.
#
# The course applies block-kafka-traffic alone. Policies add up, so beside one that allows the way to Kafka it blocks
# nothing: this takes m02-java-api-to-kafka away meanwhile. Connections that are open may survive a new policy (it
# depends on the cluster's network plugin), so Toxiproxy closes them once. It ends with everything as it was, also on
# Ctrl-C.
#
#   lab-scripts/k8s/experiment-network-partition.sh
#   lab-scripts/k8s/experiment-network-partition.sh --sends 200  so many sends before and during it; 50
#   lab-scripts/k8s/experiment-network-partition.sh --dry-run    shows what it would do to the cluster and does nothing
#
# From the environment: LAB_NAMESPACE=kafka, LAB_HOST=localhost (a node), LAB_WAIT_SECONDS=600.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../lib/k8s.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../lib/k8s.sh"

# shellcheck source-path=SCRIPTDIR source=../lib/accepted.sh
source "$LAB_ROOT/lab-scripts/lib/accepted.sh"

REACH="check that kubectl reaches the cluster: kubectl get nodes"
sends=50
while (($# > 0)); do
  SHIFT=1
  case "$1" in
    --sends)
      sends="${2:-}" SHIFT=2
      [[ "$sends" =~ ^[1-9][0-9]{0,4}$ ]] || usage_error "--sends '$sends' is no number from 1 to 99999"
      ;;
    *) common_option "$@" ;;
  esac
  shift "$SHIFT"
done
begin "Cutting API A off from Kafka"
require_program kubectl "install kubectl; K3s has it as 'k3s kubectl'"
choose_cluster

cut_off() {
  act "block the traffic" "$REACH" kubectl apply -n "$NAMESPACE" -k "$K8S/experiments"
  act "take the way to Kafka away" "$REACH" kubectl delete networkpolicy -n "$NAMESPACE" m02-java-api-to-kafka --ignore-not-found
  for name in kafka kafka-0 kafka-1 kafka-2; do
    for enabled in false true; do
      act "set $name enabled=$enabled" "lab-scripts/k8s/04-validate.sh checks Toxiproxy" curl -fsS --noproxy '*' --max-time 10 -o /dev/null \
        -X POST "$PROXY/proxies/$name" -H 'Content-Type: application/json' -d "{\"enabled\":$enabled}"
    done
  done
}

heal() {
  act "give the way to Kafka back" "lab-scripts/k8s/03-deploy.sh does it" kubectl apply -n "$NAMESPACE" -f "$K8S/base/api/policy-to-kafka.yaml"
  act "unblock the traffic" "kubectl delete networkpolicy -n $NAMESPACE block-kafka-traffic" \
    kubectl delete networkpolicy -n "$NAMESPACE" block-kafka-traffic --ignore-not-found
}

if ((DRY_RUN)); then
  cut_off
  heal
  exit 0
fi

CUT=0
# On every way out: what was cut is healed, and what cannot be healed is said.
end() {
  local status=$? name
  set +e
  trap '' INT TERM HUP
  if ((CUT)); then
    for name in kafka kafka-0 kafka-1 kafka-2; do
      http -f -o /dev/null --max-time 5 -X POST "$PROXY/proxies/$name" -H 'Content-Type: application/json' -d '{"enabled":true}' 2>/dev/null \
        || note "$name may still be disabled: curl -X POST $PROXY/proxies/$name -d '{\"enabled\":true}'" >&2
    done
    if (heal >/dev/null 2>&1); then
      note "healed: everything is as it was" >&2
    else
      note "API A is still cut off: lab-scripts/k8s/experiment-network-partition.sh ends it when it is run again" >&2
      say_done
    fi
  elif ((status != 0)); then
    say_done
  fi
  rm -rf "$LAB_TMP"
  exit "$status"
}
trap end EXIT

: >"$LAB_TMP/promises"
require_answer "$API_A/health" "API A"
send_many "$API_A" "$sends"
((ACCEPTED > 0)) || die "nothing was accepted before the cut: ${REPLY:0:200}" "lab-scripts/k8s/05-test-apis.sh says why"
CUT=1
cut_off
# Through the same API: a sync send must not get through, or nothing was put to the test.
CODE='no answer'
if quiet_call --max-time 150 -X POST "$(send_url "$API_A" idempotent sync "$(unique CUT)")" 2>/dev/null && [[ "$CODE" == 200 ]]; then
  die "the cut does not cut: a sync send was acknowledged" "check that the cluster's network plugin enforces policies"
fi
ok "a sync send does not get through ($CODE)"
send_many "$API_A" "$sends"
heal
CUT=0
await_health "$API_A"
check_promises "$API_A"
