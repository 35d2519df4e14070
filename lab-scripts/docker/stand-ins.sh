#!/usr/bin/env bash
# Makes stand-ins for the public images of the compose files, under their public names, in the podman storage that
# CONTAINERS_STORAGE_CONF names: for a machine that cannot pull them. What is there is not made again.
#
#   eclipse-temurin    Debian with Debian's JRE
#   maven, postgres    the same with Debian's Maven, JDK and PostgreSQL
#   apache/kafka       the broker from Maven's jars, in lab-scripts/lab-kit/target, on that JRE
#   toxiproxy          built from its Go module
#   kafka-ui           a static page
#
# Needs root, mmdebstrap, podman, Go, and the lab kit built. Downloads from Debian and the Go module proxy.
set -euo pipefail

if [[ "${1:-}" == --help ]]; then
  sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "$0"
  exit 0
fi
here="$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
kit="$here/../lab-kit/target"
JRE=docker.io/library/eclipse-temurin:17.0.19_10-jre-noble
MAVEN=docker.io/library/maven:3.9.11-eclipse-temurin-17
POSTGRES=docker.io/library/postgres:15.14-bookworm
KAFKA=docker.io/apache/kafka:4.3.1
TOXIPROXY=ghcr.io/shopify/toxiproxy:2.12.0
KAFKA_UI=ghcr.io/kafbat/kafka-ui:v1.5.0
# shells run in the host's network, without a runtime: that needs no cgroups.
export BUILDAH_ISOLATION=chroot BUILDAH_FORMAT=docker

work=$(mktemp -d)
background=''
clean_up() {
  [[ -z "$background" ]] || kill "$background" 2>/dev/null || true
  chmod -R u+w "$work"
  rm -rf "$work"
}
trap clean_up EXIT

say() { printf 'stand-ins: %s (after %s s)\n' "$1" "$SECONDS"; }

# is_made IMAGE NAME: whether it was made from what is there now.
is_made() {
  [[ "$(podman image inspect --format '{{index .Labels "lab.inputs"}}' "$1" 2>/dev/null)" == "$(inputs "$2")" ]]
}

inputs() { cat "$here/stand-ins/$1".* "$work/$1.inputs" 2>/dev/null | sha256sum | cut -c1-16; }

# make IMAGE NAME: from stand-ins/NAME.Dockerfile and what lies in $work/NAME.
make() {
  ! is_made "$1" "$2" || return 0
  say "$1"
  mkdir -p "$work/$2"
  [[ ! -e "$here/stand-ins/$2.sh" ]] || cp "$here/stand-ins/$2.sh" "$work/$2"
  podman build -q --pull=never --label "lab.inputs=$(inputs "$2")" -t "$1" -f "$here/stand-ins/$2.Dockerfile" "$work/$2" \
    >"$work/build.log" 2>&1 || { tail -n 20 "$work/build.log" >&2 && return 1; }
}

[[ -e "$kit/lab-kit.jar" ]] || { echo "stand-ins: the lab kit is not built: mvn -B package -DskipTests" >&2 && exit 1; }
(cd "$kit/lib" && ls) >"$work/kafka.inputs"

if ! is_made "$TOXIPROXY" toxiproxy; then
  mkdir "$work/toxiproxy"
  # Static, as the image has nothing else in it.
  GOPATH="$work/go" GOBIN="$work/toxiproxy" GOFLAGS=-buildvcs=false CGO_ENABLED=0 timeout 600 go install \
    "github.com/Shopify/toxiproxy/v2/cmd/server@v${TOXIPROXY##*:}" \
    "github.com/Shopify/toxiproxy/v2/cmd/cli@v${TOXIPROXY##*:}" >"$work/go.log" 2>&1 &
  background=$!
fi
if ! podman image exists "$JRE"; then
  say "$JRE"
  mmdebstrap --quiet --variant=minbase --dpkgopt=force-unsafe-io --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' \
    --include=ca-certificates,openjdk-17-jre-headless bookworm "$work/jre.tar" \
    2>"$work/mmdebstrap.log" || { tail -n 20 "$work/mmdebstrap.log" >&2 && exit 1; }
  podman import -q "$work/jre.tar" "$JRE" >/dev/null
  rm "$work/jre.tar"
fi
make "$MAVEN" maven
make "$POSTGRES" postgres
make "$KAFKA_UI" kafka-ui
if ! is_made "$KAFKA" kafka; then
  mkdir -p "$work/kafka/libs"
  cp "$kit/lab-kit.jar" "$kit"/lib/*.jar "$work/kafka/libs"
  rm -f "$work"/kafka/libs/embedded-postgres*
  make "$KAFKA" kafka
fi
if [[ -n "$background" ]]; then
  wait "$background" || { cat "$work/go.log" >&2 && exit 1; }
  background=''
  make "$TOXIPROXY" toxiproxy
fi
say "all there"
