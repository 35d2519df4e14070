package com.bhf.kafka.producer.topic;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.internals.Topic;

/** The rule here and Kafka's own say the same of every name. */
class TopicNameTest {

    @Property
    void shouldAgreeWithKafkaWhenTheNameIsAnything(@ForAll @StringLength(max = 300) String name) {
        assertThat(TopicName.isValid(name)).isEqualTo(kafkaAllows(name));
    }

    @Property
    void shouldAgreeWithKafkaWhenTheNameIsNearlyLegal(@ForAll("nearlyLegal") String name) {
        assertThat(TopicName.isValid(name)).isEqualTo(kafkaAllows(name));
    }

    @Provide
    Arbitrary<String> nearlyLegal() {
        Arbitrary<String> legal =
                Arbitraries.strings().withChars("abcXYZ019._-").ofMinLength(0).ofMaxLength(260);
        Arbitrary<String> spoilt =
                Arbitraries.strings().withChars("aZ.-_ \n\t/\u0131\u0660").ofMaxLength(5);
        return Arbitraries.oneOf(legal, spoilt);
    }

    @Example
    void shouldAgreeWithKafkaWhenTheNameIsSpecial() {
        for (String name : new String[] {"", ".", "..", "...", "a\n", "\na", "a".repeat(249), "a".repeat(250)}) {
            assertThat(TopicName.isValid(name)).as(name).isEqualTo(kafkaAllows(name));
        }
    }

    private static boolean kafkaAllows(String name) {
        try {
            Topic.validate(name);
            return true;
        } catch (InvalidTopicException e) {
            return false;
        }
    }
}
