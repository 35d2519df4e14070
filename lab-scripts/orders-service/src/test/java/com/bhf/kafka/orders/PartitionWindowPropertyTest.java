package com.bhf.kafka.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

class PartitionWindowPropertyTest {
    private static final Topics TOPICS = new Topics("orders");

    /** A log with gaps, records done in any order, commits now and then, and crashes that fall back to the last one. */
    @Property
    void shouldDoEachRecordOnceWhenEveryCommitGoesWithWhatIsDone(
            @ForAll @IntRange(min = 0, max = 60) int records, @ForAll long seed) {
        Random random = new Random(seed);
        List<Long> log = new ArrayList<>();
        for (long offset = 5; log.size() < records; offset += 1 + random.nextInt(3)) {
            log.add(offset);
        }
        Map<Long, Integer> done = new HashMap<>();
        OffsetAndMetadata committed = new OffsetAndMetadata(0);
        PartitionWindow window = new PartitionWindow(committed);
        int read = 0;
        for (int step = 0; step < 2_000 && done.size() < records; step++) {
            if (random.nextInt(10) == 0) {
                window = new PartitionWindow(committed);
                OffsetAndMetadata from = committed;
                read = (int)
                        log.stream().filter(offset -> offset < from.offset()).count();
            } else if (read < records && random.nextBoolean()) {
                window.add(delivery(log.get(read++)));
            } else {
                List<Delivery> due = window.due(0);
                if (!due.isEmpty()) {
                    // Done and committed in one transaction, as the consumer does with what it forwards.
                    long offset = due.get(random.nextInt(due.size())).offset();
                    window.done(offset);
                    committed = window.commit();
                    done.merge(offset, 1, Integer::sum);
                }
            }
        }

        assertThat(done.keySet()).containsExactlyInAnyOrderElementsOf(log);
        assertThat(done.values()).allMatch(times -> times == 1);
    }

    @Property
    void shouldNeverCommitPastWhatIsOpen(@ForAll @IntRange(min = 1, max = 50) int records, @ForAll long seed) {
        Random random = new Random(seed);
        PartitionWindow window = new PartitionWindow(new OffsetAndMetadata(0));
        for (long offset = 0; offset < records; offset++) {
            window.add(delivery(offset));
        }
        for (int i = 0; i < records / 2; i++) {
            List<Delivery> due = window.due(0);
            window.done(due.get(random.nextInt(due.size())).offset());
        }

        long firstOpen = window.due(0).get(0).offset();

        assertThat(window.commit().offset()).isEqualTo(firstOpen);
        assertThat(window.span()).isEqualTo(records - firstOpen);
    }

    private static Delivery delivery(long offset) {
        return Delivery.of(new ConsumerRecord<>("orders", 0, offset, new byte[0], new byte[0]), TOPICS);
    }
}
