package com.bhf.kafka.producer.delivery;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Random;
import java.util.UUID;

/**
 * Makes time-ordered request ids: UUIDv7 of RFC 9562 section 5.7, with the 12 bits of {@code rand_a} as
 * a counter (method 1 of section 6.2). Ids of one instance never go backwards, even when the clock
 * does. Thread-safe; does not block.
 */
public final class RequestIds {
    private static final int COUNTER_MASK = 0xFFF;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final Clock clock;
    private final Random random;
    /** Asked for one by one, they cost more than the rest of an id. */
    private final ByteBuffer randomBytes = ByteBuffer.allocate(512 * Long.BYTES).limit(0);

    private long lastMillis;
    private int counter;

    public RequestIds(Clock clock) {
        this(clock, new SecureRandom());
    }

    RequestIds(Clock clock, Random random) {
        this.clock = clock;
        this.random = random;
    }

    public synchronized UUID next() {
        long now = clock.millis();
        if (now > lastMillis) {
            lastMillis = now;
            counter = random.nextInt(COUNTER_MASK >> 1);
        } else if (++counter > COUNTER_MASK) {
            // More than the counter holds in one millisecond: borrow the next one.
            lastMillis++;
            counter = 0;
        }
        long high = (lastMillis << 16) | 0x7000L | counter;
        long low = (nextLong() >>> 2) | VARIANT;
        return new UUID(high, low);
    }

    private long nextLong() {
        if (!randomBytes.hasRemaining()) {
            random.nextBytes(randomBytes.array());
            randomBytes.clear();
        }
        return randomBytes.getLong();
    }

    /** When an id of this class was made, in milliseconds since the epoch. */
    static long millisOf(UUID id) {
        return id.getMostSignificantBits() >>> 16;
    }
}
