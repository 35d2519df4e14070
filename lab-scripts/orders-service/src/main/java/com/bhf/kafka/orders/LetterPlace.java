package com.bhf.kafka.orders;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The place of a dead letter, written {@code partition-offset}. */
record LetterPlace(int partition, long offset) {
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,6})-([0-9]{1,18})");

    static LetterPlace of(ConsumerRecord<?, ?> record) {
        return new LetterPlace(record.partition(), record.offset());
    }

    static Optional<LetterPlace> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new LetterPlace(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    byte[] bytes() {
        return toString().getBytes(UTF_8);
    }

    @Override
    public String toString() {
        return partition + "-" + offset;
    }
}
