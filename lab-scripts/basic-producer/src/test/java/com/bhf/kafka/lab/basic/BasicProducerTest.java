package com.bhf.kafka.lab.basic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.lab.basic.LabProgram.Ended;
import com.bhf.kafka.lab.broker.RealBroker;
import com.bhf.kafka.lab.junit.RealBrokerExtension;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the program says, held against what is in the log. */
@Tag("process")
@Timeout(120)
@ExtendWith(RealBrokerExtension.class)
class BasicProducerTest {
    private static final Pattern DELIVERED =
            Pattern.compile("delivered \\d+: partition=(\\d+) offset=(\\d+)(?: timestamp=(\\S+))?");

    @TempDir
    private Path folder;

    private final RealBroker broker;

    BasicProducerTest(RealBroker broker) {
        this.broker = broker;
    }

    @Test
    void shouldSayWhereTenRecordsAreWhenNothingIsAskedFor() throws Exception {
        // Given
        broker.createTopic("orders.created", 6);

        // When
        Ended ended = LabProgram.run(folder, broker.bootstrapServers());

        // Then
        assertThat(ended.status()).as(ended.toString()).isZero();
        assertThat(ended.err()).isEmpty();
        List<ConsumerRecord<byte[], byte[]>> records = broker.readAll("orders.created");
        assertThat(places(ended))
                .hasSize(10)
                .containsExactlyInAnyOrderElementsOf(
                        records.stream().map(BasicProducerTest::place).toList());
        assertThat(records).allSatisfy(record -> {
            assertThat(header(record, "correlation-id")).hasSize(36);
            assertThat(header(record, "source")).isEqualTo("basic-producer");
            assertThat(record.key()).isNull();
        });
        assertThat(records)
                .extracting(record -> header(record, "correlation-id"))
                .doesNotHaveDuplicates();
        assertThat(records)
                .extracting(record -> new String(record.value(), UTF_8))
                .anyMatch(value -> value.matches("\\{\"orderId\":\"ORD-0001\",\"timestamp\":\".*Z\",\"amount\":110}"))
                .anyMatch(value -> value.contains("\"ORD-0010\"") && value.endsWith("\"amount\":200}"));
        assertThat(ended.lines())
                .contains("flushed and closed: 0 without an acknowledgement at the close")
                .last()
                .asString()
                .startsWith("sent=10 of 10 acknowledged=10 not-written=0 unknown=0 after ");
        assertThat(ended.out()).as("no colour, no bar").doesNotContain("\u001B", "\r");
    }

    @Test
    void shouldCountByPartitionWhatTheLogHasWhen50AreSent() throws Exception {
        // Given
        broker.createTopic("fifty", 6);

        // When: small batches, so that the sticky partitioner has to move on
        Ended ended = LabProgram.run(
                folder,
                LabProgram.environment(
                        "KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers(), "KAFKA_PRODUCER_BATCH_SIZE", "500"),
                "--topic=fifty",
                "--messages=50");

        // Then
        assertThat(ended.status()).as(ended.toString()).isZero();
        Map<Integer, Long> inLog = broker.readAll("fifty").stream()
                .collect(Collectors.groupingBy(ConsumerRecord::partition, TreeMap::new, Collectors.counting()));
        assertThat(inLog.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(50);
        assertThat(inLog).hasSizeGreaterThan(1);
        Map<Integer, Long> printed = Pattern.compile("(?m)^ {2}partition (\\d+) +(\\d+) #+$")
                .matcher(ended.out())
                .results()
                .collect(Collectors.toMap(m -> Integer.valueOf(m.group(1)), m -> Long.valueOf(m.group(2))));
        assertThat(printed).isEqualTo(inLog);
        assertThat(ended.out()).contains("sticky partitioner");
    }

    @Test
    void shouldPutKeyAndHeadersOnEachRecordWhenTheyAreGiven() throws Exception {
        // Given
        broker.createTopic("dressed", 6);

        // When
        Ended ended = LabProgram.run(
                folder,
                Map.of("KAFKA_BOOTSTRAP_SERVERS", "localhost:1"),
                "--bootstrap-servers=" + broker.bootstrapServers(),
                "--topic=dressed",
                "--messages=3",
                "--idempotent",
                "--key=customer-123",
                "--header=environment=dev",
                "--header=query=a=b");

        // Then
        assertThat(ended.status()).as(ended.toString()).isZero();
        assertThat(broker.readAll("dressed")).hasSize(3).allSatisfy(record -> {
            assertThat(new String(record.key(), UTF_8)).isEqualTo("customer-123");
            assertThat(header(record, "environment")).isEqualTo("dev");
            assertThat(header(record, "query")).isEqualTo("a=b");
        });
        assertThat(broker.readAll("dressed"))
                .extracting(ConsumerRecord::partition)
                .containsOnly(broker.readAll("dressed").get(0).partition());
        assertThat(ended.out()).contains("idempotent mode", "One key, one partition");
    }

    @Test
    void shouldMakeThreeRecordsOfFourSendsWhenOnlyTwoHaveAnIdempotencyKey() throws Exception {
        // Given
        broker.createTopic("twice", 6);

        // When
        Ended ended = LabProgram.run(folder, broker.bootstrapServers(), "--topic=twice", "--idempotent", "--twice");

        // Then
        assertThat(ended.status()).as(ended.toString()).isZero();
        List<ConsumerRecord<byte[], byte[]>> records = broker.readAll("twice");
        assertThat(records).hasSize(3);
        assertThat(records)
                .extracting(record -> new String(record.key(), UTF_8) + new String(record.value(), UTF_8))
                .containsOnly("customer-123{\"orderId\":\"ORD-123\",\"amount\":110}");
        String keyed = "partition=" + records.get(2).partition() + " offset=2 request-id="
                + header(records.get(2), "request-id");
        assertThat(ended.lines()).contains("delivered 1: " + keyed, "known 2: " + keyed);
    }

    @Test
    void shouldMeasureFourWaysWhenComparing() throws Exception {
        // Given
        broker.createTopic("measured", 6);

        // When
        Ended ended =
                LabProgram.run(folder, broker.bootstrapServers(), "--topic=measured", "--optimized", "--messages=150");

        // Then
        assertThat(ended.status()).as(ended.toString()).isZero();
        assertThat(millis(ended, "awaited one by one, default")).isPositive();
        assertThat(millis(ended, "awaited one by one, optimized"))
                .as("each of 150 sends waits for 5 ms of linger")
                .isGreaterThanOrEqualTo(150 * 5);
        assertThat(ended.out()).contains("not awaited,        default", "not awaited,        optimized");
        // Each awaited way: 100 to warm up, 150 measured. Each other: 150 to warm up, five rounds.
        assertThat(broker.readAll("measured")).hasSize(2 * 250 + 2 * 900);
    }

    private static long millis(Ended ended, String row) {
        return Pattern.compile("(?m)^" + row + " +(\\d+) ")
                .matcher(ended.out())
                .results()
                .mapToLong(match -> Long.parseLong(match.group(1)))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> places(Ended ended) {
        return DELIVERED
                .matcher(ended.out())
                .results()
                .map(BasicProducerTest::printedPlace)
                .toList();
    }

    private static String printedPlace(MatchResult match) {
        return match.group(1) + "@" + match.group(2) + " "
                + Instant.parse(match.group(3)).toEpochMilli();
    }

    private static String place(ConsumerRecord<byte[], byte[]> record) {
        return record.partition() + "@" + record.offset() + " " + record.timestamp();
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
