package com.bhf.kafka.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.bhf.kafka.api.SendCommand.Value;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells a repeated request from another one under the same idempotency key. Covers what the caller asks to be
 * written; not how it waits for that, nor its trace, nor what is generated here. Each part goes in with its length,
 * so that no two different requests give the same bytes.
 */
final class RequestFingerprint {
    private static final int ABSENT = -1;

    private final MessageDigest digest;

    private RequestFingerprint(MessageDigest digest) {
        this.digest = digest;
    }

    /** SHA-256, in hex. */
    static String of(SendCommand command) {
        try {
            RequestFingerprint print = new RequestFingerprint(MessageDigest.getInstance("SHA-256"));
            print.add(command);
            return HexFormat.of().formatHex(print.digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private void add(SendCommand command) {
        add(command.mode().wireName());
        add(command.eventId());
        add(command.topic());
        add(command.key());
        add(command.partition() == null ? null : command.partition().toString());
        add(command.value());
        add(command.headers());
        if (command.timestamp() != null) {
            // Without one the fingerprint is what it was before there were timestamps: keys outlive an upgrade.
            add(command.timestamp().toString());
        }
    }

    private void add(Value value) {
        if (value instanceof Value.Given given) {
            add("given");
            add(given.bytes());
            add(given.contentType());
        } else {
            add(value instanceof Value.Tombstone ? "tombstone" : "generated");
        }
    }

    /** In the order of their names: a client that writes its JSON again may give them another order. */
    private void add(Map<String, String> headers) {
        add(headers.size());
        new TreeMap<>(headers).forEach((name, value) -> {
            add(name);
            add(value);
        });
    }

    private void add(@Nullable String text) {
        if (text == null) {
            add(ABSENT);
        } else {
            add(text.getBytes(UTF_8));
        }
    }

    private void add(byte[] bytes) {
        add(bytes.length);
        digest.update(bytes);
    }

    private void add(int length) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).flip());
    }
}
