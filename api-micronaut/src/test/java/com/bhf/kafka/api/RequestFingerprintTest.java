package com.bhf.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.api.SendCommand.Value;
import com.bhf.kafka.producer.DeliveryMode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
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

    /** One letter, so that texts put together are often the same. */
    @Provide
    Arbitrary<List<String>> parts() {
        return Arbitraries.strings().withChars("a").ofMaxLength(1).list().ofSize(5);
    }

    @Property(tries = 1_000)
    void shouldDifferWheneverAPartDiffers(@ForAll("parts") List<String> left, @ForAll("parts") List<String> right) {
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

        assertThat(neighbours(text, at)).doesNotContainAnyElementsOf(neighbours(text, next));
    }

    /** The text, cut in two, as any two parts that stand side by side. */
    private static List<String> neighbours(String text, int at) {
        String left = text.substring(0, at);
        String right = text.substring(at);
        return Stream.of(
                        new SendCommand(
                                DeliveryMode.PLAIN, SendMode.SYNC, left, right, "", null, given("", ""), Map.of()),
                        new SendCommand(
                                DeliveryMode.PLAIN, SendMode.SYNC, "", left, right, null, given("", ""), Map.of()),
                        command("", "", left, right, Map.of()),
                        command("", "", "", "", Map.of(left, right)),
                        command("", "", "", left, Map.of(right, "")))
                .map(RequestFingerprint::of)
                .toList();
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
