#!/usr/bin/env bash
# Applies an overlay of k8s/ and waits until everything is ready. Makes the namespace, and once the secret of the status
# store. Running it again is safe: nothing is made twice, and faults in Toxiproxy stay.
#
#   lab-scripts/k8s/03-deploy.sh                        overlay single
#   lab-scripts/k8s/03-deploy.sh --overlay replicated   another one of k8s/overlays
#   lab-scripts/k8s/03-deploy.sh --okd                  overlay openshift, images from LAB_REGISTRY
#   lab-scripts/k8s/03-deploy.sh --install-operator     also Strimzi's operator, when it is not there
#   lab-scripts/k8s/03-deploy.sh --dry-run              shows the commands and runs none
#
# From the environment: LAB_NAMESPACE=kafka, LAB_OVERLAY=single, LAB_WAIT_SECONDS=600, and for --okd LAB_REGISTRY.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../lib/k8s.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../lib/k8s.sh"

SECRET=m02-status-store
STRIMZI=0.51.0
STRIMZI_FILE="https://github.com/strimzi/strimzi-kafka-operator/releases/download/$STRIMZI/strimzi-cluster-operator-$STRIMZI.yaml"
REACH="check that kubectl reaches the cluster: kubectl get nodes"

install_operator=0
while (($# > 0)); do
  if [[ "$1" == --install-operator ]]; then
    install_operator=1 SHIFT=1
  else
    common_option "$@"
  fi
  shift "$SHIFT"
done
begin "Deploying overlay $OVERLAY"
require_program kubectl "install kubectl; K3s has it as 'k3s kubectl'"

# Strimzi's file is for a namespace "myproject".
operator() {
  ask "ask for Strimzi" "$REACH" kubectl get crd kafkas.kafka.strimzi.io --ignore-not-found -o name
  if [[ -n "$REPLY" ]]; then
    ok "Strimzi's operator is installed"
    return 0
  fi
  ((install_operator || DRY_RUN)) \
    || die "Strimzi's operator is not installed" "run this with --install-operator, or install Strimzi $STRIMZI yourself"
  ((install_operator)) || return 0
  act "download Strimzi" "check the network, or install Strimzi $STRIMZI yourself" \
    curl -fsSL --max-time 120 -o "$LAB_TMP/strimzi.yaml" "$STRIMZI_FILE"
  ((DRY_RUN)) || sed -i "s/namespace: myproject/namespace: $NAMESPACE/" "$LAB_TMP/strimzi.yaml"
  act "install Strimzi" "$REACH" kubectl apply --server-side --force-conflicts -n "$NAMESPACE" -f "$LAB_TMP/strimzi.yaml"
  act "wait for Strimzi" "look at: kubectl get pods -n $NAMESPACE" \
    kubectl rollout status -n "$NAMESPACE" deployment/strimzi-cluster-operator --timeout="${WAIT}s"
}

# Once: a password that changes would lock the service out of its database. It never stands in a command line.
secret() {
  ask "ask for the secret $SECRET" "$REACH" kubectl get secret -n "$NAMESPACE" "$SECRET" --ignore-not-found -o name
  if [[ -n "$REPLY" ]]; then
    ok "the secret $SECRET is there"
    return 0
  fi
  if ((!DRY_RUN)); then
    (umask 077 && printf 'status' >"$LAB_TMP/username" && head -c 24 /dev/urandom | base64 | tr -d '\n' >"$LAB_TMP/password")
  fi
  act "make the secret $SECRET" "$REACH" kubectl create secret generic -n "$NAMESPACE" "$SECRET" \
    --from-file="$LAB_TMP/username" --from-file="$LAB_TMP/password"
}

render() {
  local image
  ask "render overlay $OVERLAY" "run: kubectl kustomize k8s/overlays/$OVERLAY" kubectl kustomize "$K8S/overlays/$OVERLAY"
  ((!DRY_RUN)) || return 0
  printf '%s\n' "$REPLY" >"$LAB_TMP/overlay.yaml"
  [[ "$PLATFORM" == okd ]] || return 0
  for image in $(images); do
    sed -i "s|image: ${image##*/}\$|image: $(pushed "$image")|" "$LAB_TMP/overlay.yaml"
  done
}

act "make the namespace" "$REACH" kubectl apply -k "$K8S/namespace"
operator
! uses_postgres || secret
render
# A Job cannot be changed; this one only adds what is missing.
act "delete the old toxiproxy-init" "$REACH" kubectl delete job -n "$NAMESPACE" toxiproxy-init --ignore-not-found
act "apply overlay $OVERLAY" "read what kubectl refuses; then run this again" kubectl apply -n "$NAMESPACE" -f "$LAB_TMP/overlay.yaml"

look="look at: kubectl get pods,kafka,kafkatopic,kafkauser -n $NAMESPACE; then run this again"
act "wait for Kafka" "$look" kubectl wait -n "$NAMESPACE" kafka/bhf-kafka --for=condition=Ready --timeout="${WAIT}s"
act "wait for the user" "$look" kubectl wait -n "$NAMESPACE" kafkauser/m02-java-api --for=condition=Ready --timeout="${WAIT}s"
act "wait for the topics" "$look" kubectl wait -n "$NAMESPACE" kafkatopic --all --for=condition=Ready --timeout="${WAIT}s"
act "wait for the proxies" "$look" kubectl wait -n "$NAMESPACE" job/toxiproxy-init --for=condition=Complete --timeout="${WAIT}s"
for workload in $(workloads); do
  act "wait for $workload" "$look" kubectl rollout status -n "$NAMESPACE" "$workload" --timeout="${WAIT}s"
done
((DRY_RUN)) || ok "overlay $OVERLAY is ready"
