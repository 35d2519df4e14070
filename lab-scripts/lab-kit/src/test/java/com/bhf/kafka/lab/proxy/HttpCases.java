package com.bhf.kafka.lab.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** Raw HTTP: sends what {@code http-cases.txt} says and sees status, headers and body of each answer. */
final class HttpCases implements ConformanceSuite {

    private static final String RESOURCE = "/conformance/http-cases.txt";

    private static final Pattern CASE = Pattern.compile("(?m)^== ");

    @Override
    public Map<String, String> observe(Target target) throws IOException {
        Map<String, String> seen = new LinkedHashMap<>();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (String text : CASE.splitAsStream(load()).toList()) {
                List<String> lines = text.lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .toList();
                if (!lines.isEmpty() && !text.startsWith("#")) {
                    target.clear();
                    Ports ports = new Ports(freePort(), taken.getLocalPort());
                    seen.put("http: " + lines.get(0), observe(target, lines.subList(1, lines.size()), ports));
                }
            }
        }
        return seen;
    }

    private static String load() throws IOException {
        try (InputStream in = Objects.requireNonNull(HttpCases.class.getResourceAsStream(RESOURCE))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    /** From below the range out of which the system takes the ports that nobody chose. */
    private static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // Taken: the next one.
            }
        }
    }

    private static String observe(Target target, List<String> requests, Ports ports) {
        StringBuilder seen = new StringBuilder();
        for (String line : requests) {
            String[] headers = line.split(" ~", 2);
            String[] request = ports.insert(headers[0]).split(" ", 3);
            String body = request.length < 3 ? "" : request[2];
            HttpResponse<String> response = headers.length < 2
                    ? target.api().send(request[0], request[1], body)
                    : target.api().send(request[0], request[1], body, headers[1].split(": ", 2));
            seen.append(seen.isEmpty() ? "" : " | ").append(ports.hide(describe(response)));
        }
        return seen.toString();
    }

    static String describe(HttpResponse<String> response) {
        StringBuilder seen = new StringBuilder().append(response.statusCode());
        response.headers()
                .firstValue("Content-Type")
                .ifPresent(type -> seen.append(" (").append(type).append(')'));
        if (response.headers().firstValue("X-Toxiproxy-Request-Id").isPresent()) {
            seen.append(" id");
        }
        if (response.headers().firstValue("X-Content-Type-Options").isPresent()) {
            seen.append(" nosniff");
        }
        return seen.append(' ').append(body(response.body())).toString().strip();
    }

    /** The words of a JSON error are each library's own, but for one case that is there to show them. */
    private static String body(String text) {
        if (!text.startsWith("{") && !text.startsWith("[")) {
            return text.replace("\n", "\\n");
        }
        JsonNode json = ApiClient.json(text);
        String end = text.endsWith("\n") ? "\\n" : "";
        json.findParents("Logger").forEach(parent -> ((ObjectNode) parent).remove("Logger"));
        String body = json + end;
        return body.contains("character 'x'") || body.contains("token 'x'")
                ? body
                : body.replaceFirst("(bad request body: )(?!EOF|unexpected EOF).*?\",\"status", "$1...\",\"status");
    }

    /** Puts ports into requests, and takes them and those that the system chose out of answers. */
    private record Ports(int free, int taken) {

        String insert(String request) {
            return request.replace("${free}", "" + free).replace("${taken}", "" + taken);
        }

        String hide(String answer) {
            return answer.replace(":" + free + "\"", ":${free}\"")
                    .replace(":" + taken, ":${taken}")
                    .replaceAll("(\"listen\":\"[^\"]*):[1-9]\\d{4}\"", "$1:*\"")
                    // Depends on whether the machine has IPv6.
                    .replaceAll("(\\[::]|0\\.0\\.0\\.0):\\*", "(all):*");
        }
    }
}
