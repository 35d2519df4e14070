package com.bhf.kafka.lab.proxy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A toxic with its place on a proxy.
 *
 * @param stream the direction as the client wrote it, which is how the API gives it back
 * @param toxicity how likely it works in a link, drawn each time it starts there
 * @param turns what the toxic counts over all links; goes on after an update
 */
record PlacedToxic(
        String name,
        ToxicType type,
        String stream,
        Direction direction,
        float toxicity,
        Toxic toxic,
        AtomicLong turns) {

    Effect drawEffect() {
        return ThreadLocalRandom.current().nextFloat() < toxicity ? toxic.start() : Effect.passThrough();
    }

    PlacedToxic with(Toxic changed, float changedToxicity) {
        return new PlacedToxic(name, type, stream, direction, changedToxicity, changed, turns);
    }

    ObjectNode json() {
        ObjectNode json = Json.object();
        json.set("attributes", Json.tree(toxic));
        json.put("name", name).put("type", type.toString()).put("stream", stream);
        // Go writes a whole number without a fraction.
        return toxicity == (int) toxicity ? json.put("toxicity", (int) toxicity) : json.put("toxicity", toxicity);
    }
}
