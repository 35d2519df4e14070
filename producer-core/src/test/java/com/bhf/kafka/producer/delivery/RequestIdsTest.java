package com.bhf.kafka.producer.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.producer.SteppedClock;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RequestIdsTest {

    @Property(tries = 200)
    void shouldRiseStrictlyWhateverTheClockDoes(
            @ForAll @Size(max = 100) List<@IntRange(min = -50, max = 50) Integer> steps, @ForAll long seed) {
        // Given
        SteppedClock clock = new SteppedClock();
        RequestIds ids = new RequestIds(clock, new Random(seed));
        List<UUID> made = new ArrayList<>();

        // When
        for (int step : steps) {
            clock.tick(Duration.ofMillis(step));
            made.add(ids.next());
        }

        // Then
        for (int i = 1; i < made.size(); i++) {
            assertThat(made.get(i)).isGreaterThan(made.get(i - 1));
            assertThat(made.get(i).toString()).isGreaterThan(made.get(i - 1).toString());
        }
    }

    @Property(tries = 200)
    void shouldHaveVersionVariantAndTimeWhenMade(@ForAll @IntRange(min = 0) int millisLater, @ForAll long seed) {
        // Given
        SteppedClock clock = new SteppedClock();
        clock.tick(Duration.ofMillis(millisLater));
        RequestIds ids = new RequestIds(clock, new Random(seed));

        // When
        UUID id = ids.next();

        // Then
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(clock.millis());
    }

    @Test
    void shouldGoOnWithTheNextMillisecondWhenTheClockStands() {
        // Given
        SteppedClock clock = new SteppedClock();
        RequestIds ids = new RequestIds(clock);
        UUID last = ids.next();

        // When more than the counter can hold are made
        for (int i = 0; i < 20_000; i++) {
            UUID next = ids.next();

            // Then
            assertThat(next.compareTo(last)).isPositive();
            assertThat(next.version()).isEqualTo(7);
            last = next;
        }
        assertThat(last.getMostSignificantBits() >>> 16).isBetween(clock.millis() + 4, clock.millis() + 6);
    }

    @Test
    void shouldBeUniqueWhenManyThreadsAsk() throws Exception {
        // Given
        RequestIds ids = new RequestIds(Clock.systemUTC());
        Set<UUID> made = ConcurrentHashMap.newKeySet();
        ExecutorService pool = Executors.newFixedThreadPool(4);

        // When
        List<Future<?>> askers = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            askers.add(pool.submit(() -> {
                UUID last = new UUID(0, 0);
                for (int i = 0; i < 25_000; i++) {
                    UUID next = ids.next();
                    assertThat(next.compareTo(last)).isPositive();
                    made.add(next);
                    last = next;
                }
            }));
        }
        for (Future<?> asker : askers) {
            asker.get(30, TimeUnit.SECONDS);
        }
        pool.shutdown();

        // Then
        assertThat(made).hasSize(100_000);
    }
}
