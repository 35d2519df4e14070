FROM docker.io/library/eclipse-temurin:17.0.19_10-jre-noble
RUN useradd --uid 1000 appuser && install -d -o appuser -g root -m 775 /var/lib/kafka/data
COPY libs /opt/kafka/libs
COPY kafka.sh /etc/kafka/docker/run
RUN mkdir -p /opt/kafka/bin \
    && for tool in topics console-consumer console-producer; do ln -s /etc/kafka/docker/run /opt/kafka/bin/kafka-$tool.sh; done
USER appuser
VOLUME /var/lib/kafka/data
CMD ["/etc/kafka/docker/run"]
