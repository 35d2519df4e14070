#!/usr/bin/env bash
# Builds the images of what this repository makes, with docker or podman.
#
#   lab-scripts/k8s/01-build-images.sh                    the API
#   lab-scripts/k8s/01-build-images.sh --overlay orders   the orders service too
#   lab-scripts/k8s/01-build-images.sh --dry-run          shows the commands and runs none
#
# From the environment: LAB_ENGINE=docker or podman.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../lib/k8s.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../lib/k8s.sh"

while (($# > 0)); do
  common_option "$@"
  shift "$SHIFT"
done
begin "Building images"
choose_engine
require_program "$ENGINE" "install Docker or podman, or name one with LAB_ENGINE"

build_image() { # IMAGE BUILD_ARGUMENT...
  local image="$1"
  shift
  act "build $image" "read what $ENGINE says: the same command shows it in full" \
    "$ENGINE" build -f "$LAB_ROOT/api-micronaut/Dockerfile" -t "$image" "$@" "$LAB_ROOT"
  ask "see $image" "run '$ENGINE images'" "$ENGINE" image inspect --format '{{.Id}}' "$image"
}

build_image "$IMAGE"
if [[ "$OVERLAY" == orders ]]; then
  build_image "$ORDERS_IMAGE" --build-arg MODULE=lab-scripts/orders-service --build-arg JAR=orders-service.jar \
    --build-arg MAIN=com.bhf.kafka.orders.Application --build-arg HEALTH_PORT=SERVER_PORT
fi
((DRY_RUN)) || ok "built"
