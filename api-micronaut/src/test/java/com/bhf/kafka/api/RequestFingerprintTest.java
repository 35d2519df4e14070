package com.bhf.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.api.SendCommand.Value;
import com.bhf.kafka.producer.DeliveryMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class RequestFingerprintTest {
    private static final Map<String, String> TWO = new LinkedHashMap<>();

    static {
        TWO.put("a", "1");
        TWO.put("b", "2");
    }

    private static final SendCommand BASE = command("e", "k", "body", "text/plain", TWO);

    private static SendCommand command(
            String eventId, String key, String body, String contentType, Map<String, String> headers) {
        return new SendCommand(
                DeliveryMode.IDEMPOTENT, SendMode.SYNC, eventId, "t", key, 1, given(body, contentType), headers);
    }

    private static Value given(String body, String contentType) {
        return new Value.Given(body.getBytes(StandardCharsets.UTF_8), contentType);
    }

    /** Few letters, so that parts often give the same text when put together. */
    @Provide
    Arbitrary<String> parts() {
        return Arbitraries.strings().withChars("ab:").ofMaxLength(3);
    }

    @Property(tries = 1_000)
    void shouldDifferWheneverAPartDiffers(
            @ForAll @Size(5) List<@From("parts") String> left, @ForAll @Size(5) List<@From("parts") String> right) {
        assertThat(print(left).equals(print(right))).isEqualTo(left.equals(right));
    }

    private static String print(List<String> parts) {
        return RequestFingerprint.of(
                command(parts.get(0), parts.get(1), parts.get(2), parts.get(3), Map.of("h", parts.get(4))));
    }

    @Property(tries = 300)
    void shouldDifferWhenATextIsCutElsewhere(
            @ForAll @StringLength(min = 2, max = 20) String text, @ForAll @IntRange(min = 0, max = 19) int cut) {
        int at = Math.min(cut, text.length() - 1);
        int next = at + 1;

        assertThat(twoParts(text, at)).isNotEqualTo(twoParts(text, next));
    }

    private static List<String> twoParts(String text, int at) {
        String left = text.substring(0, at);
        String right = text.substring(at);
        List<String> prints = new ArrayList<>();
        prints.add(RequestFingerprint.of(command(left, right, "", "", Map.of())));
        prints.add(RequestFingerprint.of(command("", "", left, right, Map.of())));
        prints.add(RequestFingerprint.of(command("", "", "", "", Map.of(left, right))));
        return prints;
    }

    @Test
    void shouldDifferWhenTheRecordWouldBeAnother() {
        List<SendCommand> others = List.of(
                BASE,
                with(DeliveryMode.PLAIN, "t", 1, BASE.value()),
                with(DeliveryMode.IDEMPOTENT, "T", 1, BASE.value()),
                with(DeliveryMode.IDEMPOTENT, "t", 2, BASE.value()),
                with(DeliveryMode.IDEMPOTENT, "t", null, BASE.value()),
                with(DeliveryMode.IDEMPOTENT, "t", 1, new Value.Generated()),
                with(DeliveryMode.IDEMPOTENT, "t", 1, new Value.Tombstone()),
                with(DeliveryMode.IDEMPOTENT, "t", 1, given("body", null)),
                with(DeliveryMode.IDEMPOTENT, "t", 1, given("", "text/plain")),
                command("e", "k", "body", "text/plain", Map.of()),
                command("e", "k", "body", "text/plain", Map.of("a", "2", "b", "1")));

        assertThat(others).extracting(RequestFingerprint::of).doesNotHaveDuplicates();
    }

    private static SendCommand with(DeliveryMode mode, String topic, Integer partition, Value value) {
        return new SendCommand(mode, SendMode.SYNC, "e", topic, "k", partition, value, TWO);
    }

    @Test
    void shouldBeTheSameWhenOnlyTheWayOfAskingDiffers() {
        // Given
        Map<String, String> turned = new LinkedHashMap<>();
        turned.put("b", "2");
        turned.put("a", "1");
        SendCommand async =
                new SendCommand(BASE.mode(), SendMode.ASYNC, "e", "t", "k", 1, given("body", "text/plain"), turned);

        // When
        String print = RequestFingerprint.of(async);

        // Then
        assertThat(print).isEqualTo(RequestFingerprint.of(BASE)).matches("[0-9a-f]{64}");
    }
}
