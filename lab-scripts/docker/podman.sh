# shellcheck shell=bash
# podman for test-stack.sh, as it also works on a machine that may not delegate cgroups: a configuration and a storage
# of its own, below ~/.cache. The machine's configuration and images are left alone. Sourced, never run.

PODMAN_HOME="${LAB_PODMAN_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/reliable-producer-lab/podman}"
mkdir -p "$PODMAN_HOME"
cat >"$PODMAN_HOME/containers.conf" <<CONF
[containers]
default_ulimits = []
cgroups = "no-conmon"
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
[network]
network_backend = "netavark"
network_config_dir = "$PODMAN_HOME/networks"
CONF
cat >"$PODMAN_HOME/storage.conf" <<CONF
[storage]
driver = "overlay"
graphroot = "$PODMAN_HOME/storage"
runroot = "$PODMAN_HOME/run"
CONF
export CONTAINERS_CONF="$PODMAN_HOME/containers.conf" CONTAINERS_STORAGE_CONF="$PODMAN_HOME/storage.conf"
# Builds need no cgroups then; and images keep their health check.
export BUILDAH_ISOLATION=chroot BUILDAH_FORMAT=docker
