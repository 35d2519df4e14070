#!/bin/bash
# The health check of the images: readiness, asked by the shell itself. There is no curl in a JRE image, and a JVM per
# check would cost a second of CPU every few seconds.
set -u
exec 3<>"/dev/tcp/127.0.0.1/${MANAGEMENT_PORT:-8081}" || exit 1
printf 'GET /health/readiness HTTP/1.0\r\n\r\n' >&3 && read -r -t 3 _ code _ <&3 && [[ "$code" == 200 ]]
