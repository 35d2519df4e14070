package com.bhf.kafka.statusstore;

import com.bhf.kafka.producer.delivery.SendHeader;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The stored form of a record's headers: for each name and value its length in bytes (four bytes, big endian) and
 * its UTF-8 bytes. No character needs an escape. The format is stored, so it never changes: a new one gets a column
 * of its own.
 */
final class HeaderCodec {
    private HeaderCodec() {}

    static byte[] encode(List<SendHeader> headers) {
        List<byte[]> parts = new ArrayList<>(headers.size() * 2);
        int size = 0;
        for (SendHeader header : headers) {
            size += append(parts, header.name()) + append(parts, header.value());
        }
        ByteBuffer buffer = ByteBuffer.allocate(size);
        parts.forEach(part -> buffer.putInt(part.length).put(part));
        return buffer.array();
    }

    private static int append(List<byte[]> parts, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        parts.add(bytes);
        return Integer.BYTES + bytes.length;
    }

    /** @throws IllegalArgumentException the bytes are not what {@link #encode} makes */
    static List<SendHeader> decode(byte[] encoded) {
        List<SendHeader> headers = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.wrap(encoded);
        try {
            while (buffer.hasRemaining()) {
                headers.add(new SendHeader(text(buffer), text(buffer)));
            }
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("The stored headers end too early", e);
        }
        return List.copyOf(headers);
    }

    private static String text(ByteBuffer buffer) {
        int length = buffer.getInt();
        if (length < 0 || length > buffer.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
