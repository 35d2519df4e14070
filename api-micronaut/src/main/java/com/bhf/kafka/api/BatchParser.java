package com.bhf.kafka.api;

import com.bhf.kafka.api.Envelope.Bytes;
import com.bhf.kafka.api.Envelope.Field;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Reads the entries of a batch. One that is refused does not keep the others from being read. Thread-safe. */
final class BatchParser {
    private static final Set<Field> FIELDS = EnumSet.allOf(Field.class);
    private static final String ENTRY = "entry";

    private final SendDefaults defaults;
    private final int maxEntries;

    BatchParser(SendDefaults defaults, int maxEntries) {
        this.defaults = defaults;
        this.maxEntries = maxEntries;
    }

    /**
     * The entries of a JSON array, in its order.
     *
     * @throws BadParameterException it is not one JSON array
     * @throws TooLargeException it has too many entries
     */
    List<BatchEntry> array(byte[] body) {
        String rule = "a JSON array of up to " + maxEntries + " entries";
        Bytes source = new Bytes(body, 0, body.length);
        try (JsonParser parser = EnvelopeParser.JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new BadParameterException("body", body.length == 0 ? null : "(not an array)", rule);
            }
            List<BatchEntry> entries = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (entries.size() == maxEntries) {
                    throw new TooLargeException("The batch has more than " + maxEntries
                            + " entries, which is what BATCH_MAX_ENTRIES allows");
                }
                entries.add(next(parser, source, entries.size()));
            }
            if (parser.nextToken() != null) {
                throw new BadParameterException("body", "(text after the array)", rule);
            }
            return entries;
        } catch (IOException malformed) {
            throw new BadParameterException("body", "(malformed JSON)", rule);
        }
    }

    private BatchEntry next(JsonParser parser, Bytes source, int position) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return BatchEntry.refused(position, (long) position, notAnObject(), 0);
        }
        return entry(Envelope.read(parser, source, FIELDS), position, 0);
    }

    /** The entry of a line; when it is not JSON, the entry alone is refused. */
    BatchEntry line(Bytes line, long position) {
        try {
            return entry(EnvelopeParser.read(ENTRY, line, FIELDS), position, line.length());
        } catch (BadParameterException refused) {
            return BatchEntry.refused(position, position, refused, line.length());
        } catch (IOException malformed) {
            RuntimeException refusal = new BadParameterException(ENTRY, "(malformed JSON)", Envelope.rule(FIELDS));
            return BatchEntry.refused(position, position, refusal, line.length());
        }
    }

    private BatchEntry entry(Envelope envelope, long position, int bytes) {
        Object given = envelope.id();
        Object id = given == null ? position : given;
        try {
            envelope.requireGood();
            SendCommand command = EnvelopeParser.command(envelope, defaults);
            return new BatchEntry(
                    position, id, command, envelope.text(Field.IDEMPOTENCY_KEY), null, bytes, System.nanoTime());
        } catch (BadParameterException refused) {
            return BatchEntry.refused(position, id, refused, bytes);
        }
    }

    private static BadParameterException notAnObject() {
        return new BadParameterException(ENTRY, "(not an object)", Envelope.rule(FIELDS));
    }
}
