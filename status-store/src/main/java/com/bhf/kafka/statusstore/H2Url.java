package com.bhf.kafka.statusstore;

import com.bhf.kafka.producer.InvalidSettingException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Puts the settings that the store relies on into an H2 URL, and refuses those that contradict them. */
final class H2Url {
    private static final Pattern SEPARATOR = Pattern.compile("(?<!\\\\);"); // a backslash escapes it, as in INIT=...

    private static final String WRITE_DELAY = "WRITE_DELAY";
    private static final String NO_DELAY = "0";

    /** With these two processes write one file, or one through the other. */
    private static final Map<String, String> REFUSED = Map.of("FILE_LOCK", "NO", "AUTO_SERVER", "TRUE");

    private static final List<String> SERVERS =
            List.of(StatusStoreSettings.H2 + "tcp:", StatusStoreSettings.H2 + "ssl:");

    private H2Url() {}

    /** Whether this process opens the database itself, and H2's lock keeps others out. */
    static boolean isEmbedded(String url) {
        return SERVERS.stream().noneMatch(url::startsWith);
    }

    static String complete(String url) {
        Map<String, String> given = settings(url);
        StringBuilder complete = new StringBuilder(url);
        String writeDelay = given.getOrDefault(WRITE_DELAY, NO_DELAY);
        if (!writeDelay.equals(NO_DELAY)) {
            throw refused(WRITE_DELAY, writeDelay, "0: with any other H2 loses committed rows on a kill");
        }
        append(complete, given, WRITE_DELAY, NO_DELAY);
        REFUSED.forEach((name, value) -> {
            if (value.equalsIgnoreCase(given.get(name))) {
                throw refused(name, value, "no such entry: one process owns an H2 file; several share a PostgreSQL");
            }
        });
        defaults().forEach((name, value) -> append(complete, given, name, value));
        return complete.toString();
    }

    private static Map<String, String> defaults() {
        Map<String, String> defaults = new LinkedHashMap<>();
        // Space of dropped payloads is used again after a second instead of 45: the file stays a third as large.
        defaults.put("RETENTION_TIME", "1000");
        // A payload that is longer goes to tables of its own, which costs more than the rest of the row.
        defaults.put("MAX_LENGTH_INPLACE_LOB", "8192");
        // A hook of H2 would close the file while the last results are still to be written.
        defaults.put("DB_CLOSE_ON_EXIT", "FALSE");
        return defaults;
    }

    private static void append(StringBuilder url, Map<String, String> given, String name, String value) {
        if (!given.containsKey(name)) {
            url.append(';').append(name).append('=').append(value);
        }
    }

    private static Map<String, String> settings(String url) {
        Map<String, String> settings = new LinkedHashMap<>();
        SEPARATOR.splitAsStream(url).skip(1).forEach(entry -> {
            int equals = entry.indexOf('=');
            if (equals > 0) {
                settings.put(entry.substring(0, equals).toUpperCase(Locale.ROOT), entry.substring(equals + 1));
            }
        });
        return settings;
    }

    private static InvalidSettingException refused(String name, Object value, String allowed) {
        return new InvalidSettingException(StatusStoreSettings.URL + " entry " + name, value, allowed);
    }
}
