#!/usr/bin/env bash
# Experiment: pods are killed while async sends come in. Every send that was answered 202 must end as OK and be exactly
# one record.
#
#   lab-scripts/k8s/experiment-pod-kill.sh              the pods of API A, at once and without a grace period
#   lab-scripts/k8s/experiment-pod-kill.sh --kafka      the brokers, as the course does it
#   lab-scripts/k8s/experiment-pod-kill.sh --sends 200  so many sends before and after; 50
#   lab-scripts/k8s/experiment-pod-kill.sh --dry-run    shows what it would do to the cluster and does nothing
#
# From the environment: LAB_NAMESPACE=kafka, LAB_HOST=localhost (a node), LAB_WAIT_SECONDS=600.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../lib/k8s.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../lib/k8s.sh"

# shellcheck source-path=SCRIPTDIR source=../lib/accepted.sh
source "$LAB_ROOT/lab-scripts/lib/accepted.sh"

sends=50 victims=(-l app=m02-java-api --grace-period=0 --force) what="the pods of API A"
while (($# > 0)); do
  SHIFT=1
  case "$1" in
    --kafka) victims=(-l strimzi.io/name=bhf-kafka-kafka) what="the brokers" ;;
    --sends)
      sends="${2:-}" SHIFT=2
      [[ "$sends" =~ ^[1-9][0-9]{0,4}$ ]] || usage_error "--sends '$sends' is no number from 1 to 99999"
      ;;
    *) common_option "$@" ;;
  esac
  shift "$SHIFT"
done
begin "Killing $what"
require_program kubectl "install kubectl; K3s has it as 'k3s kubectl'"
choose_cluster
kill_pods() {
  act "kill $what" "check that kubectl reaches the cluster: kubectl get nodes" \
    kubectl delete pod -n "$NAMESPACE" "${victims[@]}" --wait=false
}
if ((DRY_RUN)); then
  kill_pods
  exit 0
fi
: >"$LAB_TMP/promises"
require_answer "$API_A/health" "API A"
send_many "$API_A" "$sends"
((ACCEPTED > 0)) || die "nothing was accepted before the kill: ${REPLY:0:200}" "lab-scripts/k8s/05-test-apis.sh says why"
kill_pods
send_many "$API_A" "$sends"
await_health "$API_A"
check_promises "$API_A"
