package com.bhf.kafka.producer.topic;

/** What is known about a topic. */
public sealed interface TopicLookup {

    /** The topic exists; its partitions are 0 to {@code partitions - 1}. */
    record Known(int partitions) implements TopicLookup {}

    /** The cluster says that there is no such topic. */
    record Unknown() implements TopicLookup {}

    /** The cluster refuses to tell: the service may not describe the topic. */
    record Forbidden() implements TopicLookup {}

    /** The cluster did not answer, and the topic was not seen before. */
    record Unreachable() implements TopicLookup {}
}
