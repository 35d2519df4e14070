#!/usr/bin/env bash
# Brings the images to where the cluster finds them: into the containerd of K3s on this machine (as root), or with
# --okd into the registry LAB_REGISTRY.
#
#   lab-scripts/k8s/02-import-images.sh                    K3s
#   lab-scripts/k8s/02-import-images.sh --overlay orders   the orders service too
#   lab-scripts/k8s/02-import-images.sh --okd              a registry, in which you are logged in
#   lab-scripts/k8s/02-import-images.sh --dry-run          shows the commands and runs none
#
# From the environment: LAB_ENGINE=docker or podman, LAB_REGISTRY=host/project.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../lib/k8s.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../lib/k8s.sh"

while (($# > 0)); do
  common_option "$@"
  shift "$SHIFT"
done
begin "Importing images"
choose_engine
require_program "$ENGINE" "install Docker or podman, or name one with LAB_ENGINE"

import_into_k3s() {
  local image="$1" archive="$LAB_TMP/${1##*/}.tar"
  act "save $image" "lab-scripts/k8s/01-build-images.sh builds it" "$ENGINE" save -o "$archive" "$image"
  act "import $image into K3s" "check that K3s runs here: systemctl status k3s" as_root k3s ctr images import "$archive"
  rm -f "$archive"
  ask "list the images of K3s" "check that K3s runs here: systemctl status k3s" as_root k3s ctr images list -q
  ((DRY_RUN)) || [[ $'\n'"$REPLY"$'\n' == *$'\n'"$image"$'\n'* ]] \
    || die "K3s does not list $image after its import" "run this again; then look at 'k3s ctr images list'"
}

push() {
  act "tag $1" "lab-scripts/k8s/01-build-images.sh builds it" "$ENGINE" tag "$1" "$(pushed "$1")"
  act "push $(pushed "$1")" "log in to the registry: $ENGINE login ${LAB_REGISTRY%%/*}" "$ENGINE" push "$(pushed "$1")"
}

[[ "$PLATFORM" == okd ]] || require_program k3s "run this on the node of K3s, or use --okd"
for image in $(images); do
  if [[ "$PLATFORM" == okd ]]; then push "$image"; else import_into_k3s "$image"; fi
done
((DRY_RUN)) || ok "the cluster has the images"
