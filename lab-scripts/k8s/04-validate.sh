#!/usr/bin/env bash
# Checks what 03-deploy.sh has made: everything ready, node ports as the course has them, Toxiproxy with its proxies.
# Changes nothing.
#
#   lab-scripts/k8s/04-validate.sh                        overlay single
#   lab-scripts/k8s/04-validate.sh --overlay replicated   another one of k8s/overlays; --okd for OKD
#   lab-scripts/k8s/04-validate.sh --dry-run              shows the commands and runs none
#
# From the environment: LAB_NAMESPACE=kafka, LAB_OVERLAY=single, LAB_HOST=localhost (a node).
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../lib/k8s.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../lib/k8s.sh"

while (($# > 0)); do
  common_option "$@"
  shift "$SHIFT"
done
begin "Validating overlay $OVERLAY"
require_program kubectl "install kubectl; K3s has it as 'k3s kubectl'"
HINT="lab-scripts/k8s/03-deploy.sh deploys; kubectl describe says more"

# is_ready RESOURCE CONDITION
is_ready() {
  ask "see $1 $2" "$HINT" kubectl wait -n "$NAMESPACE" "$1" --for="condition=$2" --timeout=10s
  ((DRY_RUN)) || ok "$1 is $2"
}

# has_port SERVICE PORT NODE_PORT
has_port() {
  ask "see service $1" "$HINT" \
    kubectl get service -n "$NAMESPACE" "$1" -o "jsonpath={.spec.ports[?(@.name==\"$2\")].nodePort}"
  ((DRY_RUN)) || [[ "$REPLY" == "$3" ]] || die "service $1 has its port $2 at '$REPLY', not $3" "$HINT"
  ((DRY_RUN)) || ok "$1 $2 is at $3"
}

is_ready kafka/bhf-kafka Ready
for topic in bhf-transactions bhf-compact-demo orders.created orders orders.dlt orders.dlt.replayed orders.retry; do
  is_ready "kafkatopic/$topic" Ready
done
is_ready kafkauser/m02-java-api Ready
is_ready job/toxiproxy-init Complete
for workload in $(workloads); do
  ask "see $workload" "$HINT" kubectl rollout status -n "$NAMESPACE" "$workload" --timeout=10s
done
has_port m02-java-api http 31080
has_port m02-java-api-b http 31081
has_port toxiproxy api 31474
has_port toxiproxy kafka 32093
has_port kafka-ui http 30808
[[ "$OVERLAY" != orders ]] || has_port m04-java-api http 31082

choose_cluster
ask "ask Toxiproxy for its proxies" "check that node ports can be reached: LAB_HOST names a node" \
  curl -fsS --noproxy '*' --max-time 10 "$PROXY/proxies"
for name in kafka kafka-0 kafka-1 kafka-2; do
  ((DRY_RUN)) || [[ "$REPLY" == *"\"$name\":"* ]] || die "Toxiproxy has no proxy $name" "lab-scripts/k8s/03-deploy.sh makes it"
done
((DRY_RUN)) || ok "overlay $OVERLAY is as it should be"
