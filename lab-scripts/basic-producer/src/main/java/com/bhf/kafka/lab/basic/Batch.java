package com.bhf.kafka.lab.basic;

import com.bhf.kafka.producer.SendOutcome;
import com.bhf.kafka.producer.SendOutcome.Failed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Sends many orders. */
record Batch(@Nullable String key, Headers headers) {

    /**
     * Blocks until all have ended, or one has failed.
     *
     * @param awaited whether each send waits for the acknowledgement of the one before
     * @param progress is told how many are sent
     * @return the first failure
     */
    Optional<Failed> send(OrderSender sender, int count, boolean awaited, IntConsumer progress) {
        List<CompletableFuture<SendOutcome>> open = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            String value = new Order(number, Instant.now()).json();
            CompletableFuture<SendOutcome> outcome = sender.send(key, value, headers.next());
            // One that has failed already ends the run; the others are looked at below.
            if ((awaited || outcome.isDone()) && outcome.join() instanceof Failed failed) {
                return Optional.of(failed);
            }
            open.add(outcome);
            progress.accept(number);
        }
        return open.stream()
                .map(CompletableFuture::join)
                .filter(Failed.class::isInstance)
                .map(Failed.class::cast)
                .findFirst();
    }
}
