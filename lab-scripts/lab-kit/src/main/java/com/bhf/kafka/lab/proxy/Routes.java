package com.bhf.kafka.lab.proxy;

import java.util.List;

/** Which call of the API a method and a path mean. */
final class Routes {

    private static final String BROWSER = "Mozilla/";

    private final Api api;

    Routes(Api api) {
        this.api = api;
    }

    Reply handle(String method, String path, String userAgent, byte[] body) {
        List<String> parts = List.of(path.split("/", -1));
        if (parts.stream().skip(1).anyMatch(String::isEmpty)) {
            return Reply.noSuchPage();
        }
        // Browsers are turned away, as by Toxiproxy: a page of somebody else's must not steer the proxy.
        boolean browser = userAgent.startsWith(BROWSER);
        Call call = find(method, parts.subList(1, parts.size()), body);
        return browser && call.matched() ? Reply.forbiddenAgent() : answer(call);
    }

    private static Reply answer(Call call) {
        try {
            return call.run().get();
        } catch (ApiException e) {
            return Reply.error(e);
        }
    }

    private Call find(String method, List<String> parts, byte[] body) {
        String shape = shape(parts);
        return switch (method + " " + shape) {
            case "GET version" -> Call.of(api::version);
            case "POST reset" -> Call.of(api::reset);
            case "POST populate" -> Call.of(() -> api.populate(body));
            case "GET proxies" -> Call.of(api::listProxies);
            case "POST proxies" -> Call.of(() -> api.createProxy(body));
            case "GET proxies/*" -> Call.of(() -> api.showProxy(parts.get(1)));
            case "POST proxies/*", "PATCH proxies/*" -> Call.of(() -> api.updateProxy(parts.get(1), body));
            case "DELETE proxies/*" -> Call.of(() -> api.deleteProxy(parts.get(1)));
            case "GET proxies/*/toxics" -> Call.of(() -> api.listToxics(parts.get(1)));
            case "POST proxies/*/toxics" -> Call.of(() -> api.createToxic(parts.get(1), body));
            case "GET proxies/*/toxics/*" -> Call.of(() -> api.showToxic(parts.get(1), parts.get(3)));
            case "POST proxies/*/toxics/*", "PATCH proxies/*/toxics/*" ->
                Call.of(() -> api.updateToxic(parts.get(1), parts.get(3), body));
            case "DELETE proxies/*/toxics/*" -> Call.of(() -> api.deleteToxic(parts.get(1), parts.get(3)));
            default -> unmatched(shape);
        };
    }

    private Call unmatched(String shape) {
        return switch (shape) {
            case "metrics" -> Call.of(api::metrics);
            case "version", "reset", "populate", "proxies", "proxies/*", "proxies/*/toxics", "proxies/*/toxics/*" ->
                Call.none(Reply.wrongMethod());
            default -> Call.none(Reply.noSuchPage());
        };
    }

    /** The path with a star for each name that a client chose. */
    private static String shape(List<String> parts) {
        if (!parts.get(0).equals("proxies")) {
            return String.join("/", parts);
        }
        return switch (parts.size()) {
            case 1 -> "proxies";
            case 2 -> "proxies/*";
            case 3 -> "proxies/*/" + parts.get(2);
            case 4 -> "proxies/*/" + parts.get(2) + "/*";
            default -> "";
        };
    }
}
