package com.bhf.kafka.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The members of a JSON object in the very text in which they stand. Read and written again, 2.50
 * would become 2.5, and a long number the nearest double.
 */
final class RawMembers {
    private static final JsonFactory FACTORY = new JsonFactory();

    private RawMembers() {}

    /** @throws BadParameterException a member stands there twice */
    static Map<String, String> of(String object) throws IOException {
        Map<String, String> members = new LinkedHashMap<>();
        try (JsonParser parser = FACTORY.createParser(object)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (members.put(name, next(parser, object)) != null) {
                    throw new BadParameterException(name, "(given twice)", "one value");
                }
            }
            requireEnd(parser);
        }
        return members;
    }

    private static void requireEnd(JsonParser parser) throws IOException {
        if (parser.nextToken() != null) {
            throw new JsonParseException(parser, "Text after the object");
        }
    }

    private static String next(JsonParser parser, String object) throws IOException {
        parser.nextToken();
        long start = parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        parser.finishToken();
        return object.substring((int) start, (int) parser.currentLocation().getCharOffset());
    }
}
