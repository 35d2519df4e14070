package com.bhf.kafka.lab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceDataCollection;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.RequestHeader;

/** Both taps of one connection, with whatever cuts the network makes. */
class KafkaTapTest {

    private static final short PRODUCE = ApiKeys.PRODUCE.id;
    private static final short METADATA = ApiKeys.METADATA.id;
    private static final short VERSION = 9;

    private final KafkaConversation conversation = new KafkaConversation();
    private final ByteArrayOutputStream given = new ByteArrayOutputStream();
    private final KafkaTap requests = new KafkaRequests(conversation, this::giveOwnAnswers);
    private final KafkaTap responses = new KafkaResponses(conversation);

    @Property(tries = 200)
    void shouldMarkExactlyTheProduceResponsesWhenCutAnywhere(
            @ForAll @Size(min = 1, max = 12) List<Boolean> produce,
            @ForAll @IntRange(min = 1, max = 60) int largestCut,
            @ForAll long seed) {
        KafkaTapTest connection = connected();
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        ByteArrayOutputStream wanted = new ByteArrayOutputStream();
        for (int i = 0; i < produce.size(); i++) {
            connection.requests.read(request(produce.get(i) ? PRODUCE : METADATA, i), 0);
            byte[] response = response(i, 3 * i).array();
            sent.writeBytes(response);
            if (produce.get(i)) {
                wanted.writeBytes(response);
            }
        }

        List<Chunk> chunks = feed(connection.responses, sent.toByteArray(), largestCut, new Random(seed));

        assertThat(bytes(chunks)).isEqualTo(sent.toByteArray());
        assertThat(bytes(chunks.stream().filter(chunk -> chunk.ack() != null).toList()))
                .isEqualTo(wanted.toByteArray());
        assertThat(chunks.stream().filter(chunk -> chunk.ack() != null && chunk.frameOffset() == 0))
                .hasSize((int) produce.stream().filter(is -> is).count());
    }

    @Property(tries = 100)
    void shouldAnswerInTheOrderOfTheRequestsWhenSomeAreRefused(
            @ForAll @Size(min = 2, max = 12) List<Boolean> refused,
            @ForAll @IntRange(min = 1, max = 60) int largestCut,
            @ForAll long seed) {
        KafkaTapTest connection = connected();
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        for (int i = 0; i < refused.size(); i++) {
            if (refused.get(i)) {
                connection.conversation.refuseProduce(Errors.NOT_ENOUGH_REPLICAS);
            }
            List<Chunk> forwarded = connection.requests.read(produceRequest(i), 0);
            assertThat(forwarded.isEmpty()).isEqualTo(refused.get(i));
            connection.conversation.stopRefusing(Errors.NOT_ENOUGH_REPLICAS);
            if (!refused.get(i)) {
                sent.writeBytes(response(i, 20).array());
            }
        }

        connection.given.writeBytes(
                bytes(feed(connection.responses, sent.toByteArray(), largestCut, new Random(seed))));

        assertThat(correlationIds(connection.given.toByteArray()))
                .containsExactlyElementsOf(
                        IntStream.range(0, refused.size()).boxed().toList());
    }

    /** As the thread does that reads the requests. */
    private void giveOwnAnswers() {
        for (ByteBuffer own = conversation.pollOwnAnswer(); own != null; own = conversation.pollOwnAnswer()) {
            given.write(own.array(), own.arrayOffset() + own.position(), own.remaining());
        }
    }

    /** The first request and its response have passed, whole, as with every real client. */
    private static KafkaTapTest connected() {
        KafkaTapTest connection = new KafkaTapTest();
        connection.requests.read(request(ApiKeys.API_VERSIONS.id, 1_000), 0);
        connection.responses.read(response(1_000, 10), 0);
        return connection;
    }

    private static ByteBuffer request(short apiKey, int correlationId) {
        return ByteBuffer.allocate(4 + 8 + 5)
                .putInt(8 + 5)
                .putShort(apiKey)
                .putShort(VERSION)
                .putInt(correlationId)
                .rewind();
    }

    private static ByteBuffer produceRequest(int correlationId) {
        PartitionProduceData partition = new PartitionProduceData().setIndex(0).setRecords(MemoryRecords.EMPTY);
        TopicProduceDataCollection topics = new TopicProduceDataCollection();
        topics.add(new TopicProduceData().setName("t").setPartitionData(List.of(partition)));
        ProduceRequest request = new ProduceRequest(
                new ProduceRequestData().setAcks((short) -1).setTimeoutMs(1).setTopicData(topics), VERSION);
        ByteBuffer payload =
                request.serializeWithHeader(new RequestHeader(ApiKeys.PRODUCE, VERSION, "test", correlationId));
        return ByteBuffer.allocate(4 + payload.remaining())
                .putInt(payload.remaining())
                .put(payload)
                .rewind();
    }

    private static ByteBuffer response(int correlationId, int body) {
        return ByteBuffer.allocate(4 + 4 + body)
                .putInt(4 + body)
                .putInt(correlationId)
                .rewind();
    }

    private static List<Integer> correlationIds(byte[] stream) {
        List<Integer> ids = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(stream);
        while (in.hasRemaining()) {
            int length = in.getInt();
            ids.add(in.getInt());
            in.position(in.position() + length - 4);
        }
        return ids;
    }

    private static List<Chunk> feed(KafkaTap tap, byte[] stream, int largestCut, Random random) {
        List<Chunk> chunks = new ArrayList<>();
        for (int at = 0; at < stream.length; ) {
            int n = Math.min(stream.length - at, 1 + random.nextInt(largestCut));
            chunks.addAll(tap.read(ByteBuffer.wrap(Arrays.copyOfRange(stream, at, at + n)), 0));
            at += n;
        }
        return chunks;
    }

    private static byte[] bytes(List<Chunk> chunks) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        chunks.forEach(chunk -> all.write(
                chunk.bytes().array(),
                chunk.bytes().arrayOffset() + chunk.bytes().position(),
                chunk.size()));
        return all.toByteArray();
    }
}
