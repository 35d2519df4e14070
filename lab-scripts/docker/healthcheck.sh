#!/bin/bash
# The health check of the images: readiness, asked by the shell itself. There is no curl in a JRE image, and a JVM per
# check would cost a second of CPU every few seconds. HEALTH_PORT names the variable that has the port: the image sets it.
set -u
port="${HEALTH_PORT:-MANAGEMENT_PORT}"
exec 3<>"/dev/tcp/127.0.0.1/${!port}" || exit 1
printf 'GET /health/readiness HTTP/1.0\r\n\r\n' >&3 && read -r -t 3 _ code _ <&3 && [[ "$code" == 200 ]]
