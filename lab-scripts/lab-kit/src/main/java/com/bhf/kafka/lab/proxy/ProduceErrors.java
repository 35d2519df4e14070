package com.bhf.kafka.lab.proxy;

import com.bhf.kafka.lab.proxy.KafkaConversation.Request;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.ProduceResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.RequestUtils;
import org.apache.kafka.common.requests.ResponseHeader;

/** Writes Produce responses that carry an error, with Kafka's own classes and in the version that was asked for. */
final class ProduceErrors {

    private static final int LENGTH = Integer.BYTES;
    private static final long NO_OFFSET = -1L;

    private ProduceErrors() {}

    /** Answers a whole Produce request; empty when the client wants no answer (acks=0). */
    static Optional<Request> refuse(ByteBuffer frame, Errors error) {
        ByteBuffer body = frame.position(LENGTH);
        RequestHeader header = RequestHeader.parse(body);
        ProduceRequest request = ProduceRequest.parse(new ByteBufferAccessor(body), header.apiVersion());
        ProduceResponse response = request.getErrorResponse(0, error.exception());
        if (response == null) {
            return Optional.empty();
        }
        ByteBuffer answer = write(header.correlationId(), response.data(), header.apiVersion());
        return Optional.of(new Request(ApiKeys.PRODUCE.id, header.apiVersion(), header.correlationId(), answer));
    }

    /** The broker's whole response with {@code error} for each partition. */
    static ByteBuffer replace(ByteBuffer frame, short apiVersion, Errors error) {
        ByteBuffer body = frame.position(LENGTH);
        int correlationId = ResponseHeader.parse(body, ApiKeys.PRODUCE.responseHeaderVersion(apiVersion))
                .correlationId();
        ProduceResponseData data =
                ProduceResponse.parse(new ByteBufferAccessor(body), apiVersion).data();
        data.responses().forEach(topic -> topic.partitionResponses().forEach(partition -> fail(partition, error)));
        return write(correlationId, data, apiVersion);
    }

    private static void fail(PartitionProduceResponse partition, Errors error) {
        partition
                .setErrorCode(error.code())
                .setErrorMessage(error.message())
                .setBaseOffset(NO_OFFSET)
                .setLogAppendTimeMs(-1L);
    }

    private static ByteBuffer write(int correlationId, ProduceResponseData data, short apiVersion) {
        short headerVersion = ApiKeys.PRODUCE.responseHeaderVersion(apiVersion);
        ResponseHeaderData header = new ResponseHeaderData().setCorrelationId(correlationId);
        ByteBuffer payload = RequestUtils.serialize(header, headerVersion, data, apiVersion);
        return ByteBuffer.allocate(LENGTH + payload.remaining())
                .putInt(payload.remaining())
                .put(payload)
                .flip();
    }
}
