package com.bhf.kafka.lab.proxy;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** The toxics of one proxy, and the links in which they work. This class is threadsafe. */
final class ToxicChains {

    private final Map<Direction, List<PlacedToxic>> chains = new EnumMap<>(Direction.class);
    private final Set<Link> links = new HashSet<>();

    ToxicChains() {
        for (Direction direction : Direction.values()) {
            chains.put(direction, new ArrayList<>());
        }
    }

    /** A link in which all toxics of its direction work, those that come later too, until it is {@link #left}. */
    synchronized Link join(Direction direction, LinkOwner owner) {
        Link link = new Link(direction, owner, chain(direction), System::nanoTime);
        links.add(link);
        return link;
    }

    synchronized void left(Link link) {
        links.remove(link);
    }

    /** The upstream chain first. */
    synchronized List<PlacedToxic> all() {
        List<PlacedToxic> all = new ArrayList<>(chain(Direction.UPSTREAM));
        all.addAll(chain(Direction.DOWNSTREAM));
        return all;
    }

    /** @throws ApiException when there is none */
    synchronized PlacedToxic get(String name) {
        return all().stream()
                .filter(placed -> placed.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ApiException.notFound("toxic"));
    }

    /** @throws ApiException when the fields are wrong, or there is one of that name in either direction */
    synchronized PlacedToxic add(Fields fields) {
        String stream = fields.text("stream", "downstream");
        String typeName = fields.text("type", "");
        String name = fields.text("name", "");
        float toxicity = fields.number("toxicity", 1);
        Direction direction = Direction.of(stream);
        ToxicType type = ToxicType.of(typeName);
        String unique = name.isEmpty() ? typeName + "_" + stream : name;
        requireUnused(unique);
        requireDownstream(type, direction);
        Toxic toxic = type.create(fields.get("attributes"));
        PlacedToxic placed = new PlacedToxic(unique, type, stream, direction, toxicity, toxic, new AtomicLong());
        chain(direction).add(placed);
        forLinks(direction, link -> link.append(placed));
        return placed;
    }

    private void requireUnused(String name) {
        if (all().stream().anyMatch(placed -> placed.name().equals(name))) {
            throw ApiException.alreadyExists("toxic");
        }
    }

    private static void requireDownstream(ToxicType type, Direction direction) {
        if (type.isKafkaAware() && direction != Direction.DOWNSTREAM) {
            throw ApiException.badRequest("stream of a " + type + " toxic must be downstream: it acts on responses");
        }
    }

    /** @throws ApiException when there is none, or the fields are wrong */
    synchronized PlacedToxic update(String name, Fields fields) {
        PlacedToxic placed = get(name);
        Toxic toxic = placed.type().change(placed.toxic(), fields.get("attributes"));
        PlacedToxic changed = placed.with(toxic, fields.number("toxicity", placed.toxicity()));
        List<PlacedToxic> chain = chain(placed.direction());
        chain.set(chain.indexOf(placed), changed);
        forLinks(placed.direction(), link -> link.update(changed));
        return changed;
    }

    /** @throws ApiException when there is none */
    synchronized void remove(String name) {
        PlacedToxic placed = get(name);
        chain(placed.direction()).remove(placed);
        forLinks(placed.direction(), link -> link.remove(placed));
    }

    synchronized void clear() {
        all().forEach(placed -> remove(placed.name()));
    }

    private List<PlacedToxic> chain(Direction direction) {
        return chains.getOrDefault(direction, List.of());
    }

    private void forLinks(Direction direction, Consumer<Link> change) {
        links.stream().filter(link -> link.direction() == direction).forEach(change);
    }
}
