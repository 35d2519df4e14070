#!/usr/bin/env bash
# Takes away what 03-deploy.sh has made. The data stays: volumes, topics, the user, the secret; 03-deploy.sh goes on with
# them. Strimzi's operator stays in any case.
#
#   lab-scripts/k8s/06-cleanup.sh                        overlay single
#   lab-scripts/k8s/06-cleanup.sh --overlay replicated   another one of k8s/overlays; --okd for OKD
#   lab-scripts/k8s/06-cleanup.sh --data                 the data too; the namespace stays
#   lab-scripts/k8s/06-cleanup.sh --dry-run              shows the commands and runs none
#
# From the environment: LAB_NAMESPACE=kafka, LAB_OVERLAY=single, LAB_WAIT_SECONDS=600.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../lib/k8s.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../lib/k8s.sh"

data=0
while (($# > 0)); do
  if [[ "$1" == --data ]]; then
    data=1 SHIFT=1
  else
    common_option "$@"
  fi
  shift "$SHIFT"
done
begin "Taking overlay $OVERLAY away"
require_program kubectl "install kubectl; K3s has it as 'k3s kubectl'"
REACH="check that kubectl reaches the cluster, then run this again"

# Prints the documents of a YAML stream that are of no kind with data.
without_data() {
  awk 'BEGIN { RS = "---\n"; ORS = "" }
    !/(^|\n)kind: (PersistentVolumeClaim|KafkaTopic|KafkaUser)(\n|$)/ { if (n++) print "---\n"; print }'
}

ask "render overlay $OVERLAY" "run: kubectl kustomize k8s/overlays/$OVERLAY" kubectl kustomize "$K8S/overlays/$OVERLAY"
((DRY_RUN)) || printf '%s\n' "$REPLY" | without_data >"$LAB_TMP/overlay.yaml"
if ((data)); then
  # While the operator still has a cluster: it takes the topics away in Kafka, and its mark off the resources.
  act "delete topics and users" "$REACH" kubectl delete -n "$NAMESPACE" kafkatopic,kafkauser -l strimzi.io/cluster=bhf-kafka \
    --ignore-not-found --timeout="${WAIT}s"
fi
act "delete overlay $OVERLAY" "$REACH" kubectl delete -n "$NAMESPACE" -f "$LAB_TMP/overlay.yaml" --ignore-not-found --timeout="${WAIT}s"
if ((data)); then
  act "delete Kafka's volumes" "$REACH" kubectl delete pvc -n "$NAMESPACE" -l strimzi.io/cluster=bhf-kafka --ignore-not-found
  act "delete the status store's volumes" "$REACH" kubectl delete pvc -n "$NAMESPACE" m02-java-api-data data-m02-status-store-0 --ignore-not-found
  act "delete the secret" "$REACH" kubectl delete secret -n "$NAMESPACE" m02-status-store --ignore-not-found
fi
if ((!DRY_RUN)); then
  ok "overlay $OVERLAY is gone"
  ((data)) || note "its data is still there: --data takes it away"
fi
