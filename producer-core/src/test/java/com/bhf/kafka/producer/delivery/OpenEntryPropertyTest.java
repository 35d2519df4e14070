package com.bhf.kafka.producer.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.producer.DeliveryMode;
import com.bhf.kafka.producer.ErrorKind;
import com.bhf.kafka.producer.SendOutcome;
import com.bhf.kafka.producer.delivery.StatusChange.Transition;
import com.bhf.kafka.producer.readback.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.common.errors.TimeoutException;

/** Whatever the client and the log say, in any order: what is final stays, and plain is sent once. */
class OpenEntryPropertyTest {
    private static final Duration SETTLE = Duration.ofSeconds(5);
    private static final Duration MAX_AGE = Duration.ofMinutes(1);
    private static final Place PLACE = new Place(1, 7, Instant.EPOCH);

    enum Event {
        ACKNOWLEDGED,
        ACKNOWLEDGED_WITHOUT_OFFSET,
        NOT_WRITTEN,
        UNKNOWN,
        UNKNOWN_REJECTED,
        FOUND,
        ABSENT,
        ABSENT_MAY_BE_GONE,
        UNREADABLE,
        TICK,
        LONG_TICK
    }

    /** One send: either in the client's hands or open. */
    private static final class Life {
        final TestStore store = new TestStore();
        final AcceptedSend send;
        Instant now = Instant.parse("2026-01-02T03:04:05Z");
        OpenEntry entry;
        boolean withClient = true;
        int version;
        int attempts = 1;
        int applied;

        Life(DeliveryMode mode) {
            send = TestSends.send(mode, "topic", "event", now);
            store.apply(List.of(SendFixtures.accept(send)));
        }

        void happen(Event event) {
            switch (event) {
                case TICK -> now = now.plus(SETTLE.dividedBy(2));
                case LONG_TICK -> now = now.plus(MAX_AGE.dividedBy(3));
                case ACKNOWLEDGED -> answer(new SendOutcome.Acknowledged("topic", 0, 3, 4));
                case ACKNOWLEDGED_WITHOUT_OFFSET -> answer(new SendOutcome.Acknowledged("topic", 0, -1, 4));
                case NOT_WRITTEN -> answer(new SendOutcome.NotWritten(ErrorKind.REJECTED, new TimeoutException("t")));
                case UNKNOWN -> answer(new SendOutcome.Unknown(ErrorKind.RETRIABLE, new TimeoutException("t")));
                case UNKNOWN_REJECTED -> answer(new SendOutcome.Unknown(ErrorKind.REJECTED, new TimeoutException("t")));
                default -> look(event);
            }
        }

        private void answer(SendOutcome outcome) {
            if (!withClient) {
                return;
            }
            withClient = false;
            Transition transition = Transitions.after(send, version, attempts, outcome, now);
            apply(transition);
            boolean refused = outcome instanceof SendOutcome.Failed failed && failed.kind() == ErrorKind.REJECTED;
            entry = transition.isFinal()
                    ? null
                    : new OpenEntry(owned(send), transition.state(), version, attempts, refused, now);
        }

        private static OwnedSend owned(AcceptedSend send) {
            return new OwnedSend(send, SendFixtures.NOBODY, () -> {}, null);
        }

        private void look(Event event) {
            if (entry == null || !entry.isDue(now)) {
                return;
            }
            if (event == Event.FOUND) {
                apply(Transitions.found(entry, PLACE, now));
                entry = null;
            } else if (event == Event.UNREADABLE) {
                if (entry.isNewsThatUnreadable()) {
                    apply(Transitions.unreadable(entry, new TimeoutException("t")));
                    entry = entry.withVersion(version);
                }
            } else if (entry.absent(now, SETTLE)) {
                end(Transitions.absent(entry, event == Event.ABSENT_MAY_BE_GONE, MAX_AGE, now));
            }
        }

        private void end(Transition end) {
            if (end == null) {
                assertThat(send.mode()).isEqualTo(DeliveryMode.IDEMPOTENT);
                attempts++;
                withClient = true;
            } else {
                assertThat(end.isFinal()).isTrue();
                apply(end);
            }
            entry = null;
        }

        private void apply(Transition transition) {
            assertThat(store.apply(List.of(transition))).containsExactly(ChangeResult.APPLIED);
            version++;
            applied++;
        }

        SendStatus status() {
            return store.find(send.requestId()).orElseThrow();
        }
    }

    @Property(tries = 1000)
    void shouldKeepItsPromisesWhateverHappens(@ForAll DeliveryMode mode, @ForAll @Size(max = 40) List<Event> events) {
        // Given
        Life life = new Life(mode);

        // When each change is applied, so none comes after a final one or with a wrong version
        events.forEach(life::happen);

        // Then
        SendStatus status = life.status();
        assertThat(status.version()).isEqualTo(life.applied);
        assertThat(status.isFinal()).isEqualTo(life.entry == null && !life.withClient);
        assertThat(status.isFinal()).isEqualTo(status.completedAt() != null);
        if (mode == DeliveryMode.PLAIN) {
            assertThat(status.attempts()).isLessThanOrEqualTo(1);
        }
        assertThat(status.state() == SendState.OK).isEqualTo(status.outcome() == LogOutcome.WRITTEN);
    }
}
