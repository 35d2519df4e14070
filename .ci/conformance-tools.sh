#!/usr/bin/env bash
# Gets what the fault proxy is compared with, into a cache outside the repository, and prints the assignments
# by which the tests find it:
#
#   TOXIPROXY=/path/to/the/real/server           when Go is there, or TOXIPROXY is set already
#   TOXIPROXY_NODE_CLIENT=/path/to/its/folder    when node and npm are there
#   KUSTOMIZE=/path/to/kustomize                 when Go is there and neither kubectl nor kustomize is
#
# Where a tool is missing, its line is missing and stderr says why. Once there, nothing is downloaded again.
set -euo pipefail

if [[ "${1:-}" == --help ]]; then
  sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "$0"
  exit 0
fi

SERVER_VERSION=2.12.0
NODE_CLIENT_VERSION=4.1.0
KUSTOMIZE_VERSION=5.5.0
cache="${XDG_CACHE_HOME:-$HOME/.cache}/reliable-producer-lab"
server="$cache/toxiproxy-$SERVER_VERSION/server"
kustomize="$cache/kustomize-$KUSTOMIZE_VERSION/kustomize"
node_client="$cache/toxiproxy-node-client-$NODE_CLIENT_VERSION"

work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT

install_server() {
  [[ -x "$server" ]] && return
  # Its own GOPATH: the modules are needed once only.
  GOPATH="$work/go" GOBIN="$work/bin" GOFLAGS=-buildvcs=false \
    timeout 600 go install "github.com/Shopify/toxiproxy/v2/cmd/server@v$SERVER_VERSION" >&2
  mkdir -p "$(dirname "$server")"
  mv "$work/bin/server" "$server.$$"
  mv "$server.$$" "$server"
}

install_kustomize() {
  [[ -x "$kustomize" ]] && return
  GOPATH="$work/go" GOBIN="$work/bin" GOFLAGS=-buildvcs=false CGO_ENABLED=0 \
    timeout 600 go install "sigs.k8s.io/kustomize/kustomize/v5@v$KUSTOMIZE_VERSION" >&2
  mkdir -p "$(dirname "$kustomize")"
  mv "$work/bin/kustomize" "$kustomize.$$"
  mv "$kustomize.$$" "$kustomize"
}

install_node_client() {
  [[ -d "$node_client/node_modules/toxiproxy-node-client" ]] && return
  (cd "$work" && timeout 300 npm install --silent --no-fund --no-audit --prefix "$work/node" \
    "toxiproxy-node-client@$NODE_CLIENT_VERSION" >&2)
  rm -rf "$node_client"
  mkdir -p "$cache"
  mv "$work/node" "$node_client"
}

if [[ -n "${TOXIPROXY:-}" ]]; then
  printf 'TOXIPROXY=%s\n' "$TOXIPROXY"
elif command -v go >/dev/null; then
  install_server
  printf 'TOXIPROXY=%s\n' "$server"
else
  echo "conformance: no Go here, so the fault proxy is compared with recorded answers only" >&2
fi

if command -v node >/dev/null && command -v npm >/dev/null; then
  install_node_client
  printf 'TOXIPROXY_NODE_CLIENT=%s\n' "$node_client/node_modules/toxiproxy-node-client"
else
  echo "conformance: no node or npm here, so toxiproxy-node-client is not tried" >&2
fi

if command -v kubectl >/dev/null || command -v kustomize >/dev/null; then
  : # The tests find it by themselves.
elif command -v go >/dev/null; then
  install_kustomize
  printf 'KUSTOMIZE=%s\n' "$kustomize"
else
  echo "conformance: no kubectl, kustomize or Go here, so the Kubernetes manifests are not rendered" >&2
fi
