#!/usr/bin/env bash
# The whole way: builds the images, brings them to the node, deploys, validates, tests the APIs. Each step is a script
# of its own beside this one; running all of it again is safe.
#
#   lab-scripts/k8s/00-full-deploy.sh                        K3s on this machine, overlay single
#   lab-scripts/k8s/00-full-deploy.sh --overlay replicated   another one of k8s/overlays
#   lab-scripts/k8s/00-full-deploy.sh --okd                  OKD: overlay openshift, images pushed to LAB_REGISTRY
#   lab-scripts/k8s/00-full-deploy.sh --install-operator     also Strimzi's operator, when it is not there
#   lab-scripts/k8s/00-full-deploy.sh --dry-run              shows the commands and runs none
#
# From the environment: LAB_NAMESPACE=kafka, LAB_OVERLAY=single, LAB_ENGINE=docker or podman, LAB_WAIT_SECONDS=600,
# LAB_HOST=localhost (a node), and for --okd LAB_REGISTRY.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../lib/k8s.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../lib/k8s.sh"

options=() operator=()
while (($# > 0)); do
  if [[ "$1" == --install-operator ]]; then
    operator=("$1") SHIFT=1
  else
    common_option "$@"
    options+=("${@:1:SHIFT}")
  fi
  shift "$SHIFT"
done
begin "Everything, overlay $OVERLAY"

steps=(01-build-images 02-import-images 03-deploy 04-validate 05-test-apis)
for step in "${steps[@]}"; do
  arguments=(${options[@]+"${options[@]}"})
  [[ "$step" != 03-deploy ]] || arguments+=(${operator[@]+"${operator[@]}"})
  "$LAB_ROOT/lab-scripts/k8s/$step.sh" ${arguments[@]+"${arguments[@]}"} \
    || die "step $step failed, see above" "repair that, then run this again: what is done is not done twice"
  DONE+=("$step")
done
((DRY_RUN)) || ok "deployed and tested: API A is at ${LAB_HOST:-localhost}:31080"
