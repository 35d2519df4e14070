FROM docker.io/library/maven:3.9.11-eclipse-temurin-17
RUN ln -s "$(command -v busybox)" /usr/local/bin/wget && mkdir /www \
    && echo '<title>Kafka UI</title>A static page in place of Kafka UI.' >/www/index.html
USER nobody
# As the first process busybox would not hear SIGTERM.
STOPSIGNAL SIGKILL
ENTRYPOINT ["busybox", "httpd", "-f", "-p", "8080", "-h", "/www"]
