FROM docker.io/library/eclipse-temurin:17.0.19_10-jre-noble
RUN echo force-unsafe-io >/etc/dpkg/dpkg.cfg.d/unsafe-io \
    && mkdir -p /etc/postgresql-common \
    && echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf \
    && apt-get update -q \
    && DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends \
         openjdk-17-jdk-headless maven postgresql-15 busybox \
    && apt-get clean && rm -rf /var/lib/apt/lists/*
