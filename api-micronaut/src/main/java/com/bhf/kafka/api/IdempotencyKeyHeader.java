package com.bhf.kafka.api;

import java.util.List;
import java.util.Optional;

/**
 * The header {@code Idempotency-Key} (draft-ietf-httpapi-idempotency-key-header): a String of RFC 9651, in quotes; or
 * bare, as many clients send it. Both forms of the same text are the same key. Stateless.
 */
final class IdempotencyKeyHeader {
    static final String NAME = "Idempotency-Key";
    static final int LONGEST = 255;

    private static final String RULE = "one value of 1 to " + LONGEST + " characters, printable ASCII: in quotes with"
            + " \\\" and \\\\ for these two, or bare without quotes, spaces and commas";

    private IdempotencyKeyHeader() {}

    /**
     * The key in the lines of the header; empty when there is none.
     *
     * @throws BadParameterException it is not a key
     */
    static Optional<String> parse(List<String> lines) {
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        if (lines.size() > 1) {
            throw new BadParameterException(NAME, lines, RULE);
        }
        String line = lines.get(0);
        String key = line.startsWith("\"") ? unquoted(line) : bare(line);
        if (key.isEmpty() || key.length() > LONGEST) {
            throw refused(line);
        }
        return Optional.of(key);
    }

    /** The key that an entry of a batch names; there it needs no quotes. */
    static String requirePrintable(String key) {
        if (key.isEmpty() || key.length() > LONGEST || !key.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw new BadParameterException("idempotencyKey", key, "1 to " + LONGEST + " characters, printable ASCII");
        }
        return key;
    }

    private static String bare(String line) {
        if (!line.chars().allMatch(c -> c > ' ' && c <= '~' && c != '"' && c != ',')) {
            throw refused(line);
        }
        return line;
    }

    private static String unquoted(String line) {
        StringBuilder key = new StringBuilder();
        int last = line.length() - 1;
        for (int i = 1; i < last; i++) {
            char c = line.charAt(i);
            if (c == '\\') {
                i++;
                c = i < last ? line.charAt(i) : ' ';
                if (c != '"' && c != '\\') {
                    throw refused(line);
                }
            } else if (c < ' ' || c > '~' || c == '"') {
                throw refused(line);
            }
            key.append(c);
        }
        if (last < 1 || line.charAt(last) != '"') {
            throw refused(line);
        }
        return key.toString();
    }

    private static BadParameterException refused(String line) {
        return new BadParameterException(NAME, line, RULE);
    }
}
