package com.bhf.kafka.producer.delivery;

import static com.bhf.kafka.producer.delivery.ChangeResult.APPLIED;
import static com.bhf.kafka.producer.delivery.ChangeResult.CONFLICT;
import static com.bhf.kafka.producer.delivery.SendFixtures.ACCEPTED_AT;
import static com.bhf.kafka.producer.delivery.SendFixtures.COMPLETED_AT;
import static com.bhf.kafka.producer.delivery.SendFixtures.accept;
import static com.bhf.kafka.producer.delivery.SendFixtures.accepts;
import static com.bhf.kafka.producer.delivery.SendFixtures.id;
import static com.bhf.kafka.producer.delivery.SendFixtures.ok;
import static com.bhf.kafka.producer.delivery.SendFixtures.send;
import static com.bhf.kafka.producer.delivery.SendFixtures.unknown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.bhf.kafka.producer.DeliveryMode;
import com.bhf.kafka.producer.delivery.StatusChange.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link StatusStore} does. A store's own test extends this and opens a new, empty store with room for
 * 10,000 sends. Further contracts: {@link StatusStoreLeaseContract}, {@link StatusStoreKeyContract}, {@link
 * StatusStoreConcurrencyContract}.
 */
public abstract class StatusStoreContract {
    private static final UUID OWNER = UUID.fromString("11111111-1111-4111-8111-111111111111");
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final UUID ID = id(1);

    private static final Instant FAR_FUTURE = Instant.parse("9999-12-31T23:59:59.999Z");
    private StatusStore store;

    /** A new and empty store; it is closed after the test. */
    protected abstract StatusStore open() throws Exception;

    /** A change that this store cannot write, if there is one. */
    protected Optional<StatusChange> brokenChange() {
        return Optional.empty();
    }

    @BeforeEach
    void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void shouldFindNothingWhenIdIsUnknown() {
        assertThat(store.find(ID)).isEmpty();
    }

    @Test
    void shouldHoldPendingStatusWhenSendIsAccepted() {
        AcceptedSend send =
                new AcceptedSend(ID, DeliveryMode.PLAIN, "e", "orders", 7, "k", new byte[] {1}, List.of(), ACCEPTED_AT);

        assertThat(store.apply(List.of(accept(send)))).containsExactly(APPLIED);

        SendStatus expected = new SendStatus(
                ID,
                DeliveryMode.PLAIN,
                "e",
                "orders",
                "k",
                SendState.PENDING,
                LogOutcome.UNKNOWN,
                false,
                null,
                null,
                null,
                null,
                0,
                ACCEPTED_AT,
                null,
                0);
        assertThat(store.find(ID)).contains(expected);
    }

    @Test
    void shouldGiveBackEverySendAsItWasWhenItIsOpen() {
        String strange = "\uD83D\uDE00 'single' \"double\" \\ ; \r\n\t \u0130\u0131 \u00DF \u0001 {} $1 ? :after";
        byte[] bytes = allBytes();
        List<SendHeader> headers = List.of(
                new SendHeader(strange, strange),
                new SendHeader("same", "1"),
                new SendHeader("same", "2"),
                new SendHeader("", ""));
        List<AcceptedSend> sends = List.of(
                new AcceptedSend(
                        id(1), DeliveryMode.PLAIN, strange, "t-1", 0, strange + "\0", bytes, headers, ACCEPTED_AT),
                new AcceptedSend(id(2), DeliveryMode.IDEMPOTENT, "dead", "t", null, "k", null, List.of(), ACCEPTED_AT),
                new AcceptedSend(id(3), DeliveryMode.PLAIN, "e", "t", 9, "", new byte[0], List.of(), COMPLETED_AT),
                new AcceptedSend(id(4), DeliveryMode.PLAIN, "no key", "t", null, null, bytes, headers, ACCEPTED_AT),
                new AcceptedSend(id(5), DeliveryMode.PLAIN, "big", "t", null, null, large(), headers, ACCEPTED_AT),
                new AcceptedSend(
                        id(6), DeliveryMode.PLAIN, "e", "t", null, "", null, headers, ACCEPTED_AT, Instant.EPOCH),
                new AcceptedSend(
                        id(7), DeliveryMode.PLAIN, "e", "t", null, "", null, headers, ACCEPTED_AT, FAR_FUTURE));

        store.apply(sends.stream().<StatusChange>map(SendFixtures::accept).toList());

        List<AcceptedSend> found = takeOver(10).stream().map(OpenSend::send).toList();
        assertThat(found)
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("value") // slow on an array
                .containsExactlyElementsOf(sends);
        for (int i = 0; i < sends.size(); i++) {
            assertThat(found.get(i).value()).isEqualTo(sends.get(i).value());
        }
        assertThat(store.find(id(1)).orElseThrow().eventId()).isEqualTo(strange);
        assertThat(store.find(id(1)).orElseThrow().key()).isEqualTo(strange + "\0");
    }

    private static byte[] allBytes() {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    /** More than 1 MB, where H2's binary columns end. */
    private static byte[] large() {
        byte[] value = new byte[1024 * 1024 + 1];
        Arrays.fill(value, (byte) 'x');
        value[value.length - 1] = 'y';
        return value;
    }

    @Test
    void shouldSetAllMutableMembersWhenTransitionApplies() {
        store.apply(accepts(1, 1));

        assertThat(store.apply(List.of(ok(ID, 0)))).containsExactly(APPLIED);

        SendStatus expected = new SendStatus(
                ID,
                DeliveryMode.IDEMPOTENT,
                "event-1",
                "orders",
                "event-1",
                SendState.OK,
                LogOutcome.WRITTEN,
                true,
                3,
                4_000_000_000L,
                ACCEPTED_AT.plusMillis(1),
                null,
                1,
                ACCEPTED_AT,
                COMPLETED_AT,
                1);
        assertThat(store.find(ID)).contains(expected);
    }

    @Test
    void shouldClearWhatTheNextTransitionDoesNotSay() {
        store.apply(accepts(1, 1));
        Transition placed = new Transition(
                ID, 0, SendState.OK, LogOutcome.WRITTEN, false, 2, null, ACCEPTED_AT, "old", 1, COMPLETED_AT);

        store.apply(List.of(placed, unknown(ID, 1, "new")));

        SendStatus status = store.find(ID).orElseThrow();
        assertThat(status.partition()).isNull();
        assertThat(status.timestamp()).isNull();
        assertThat(status.completedAt()).isNull();
        assertThat(status.error()).isEqualTo("new");
        assertThat(status.attempts()).isEqualTo(2);
        assertThat(status.version()).isEqualTo(2);
    }

    @Test
    void shouldApplyTheRestWhenAnIdExistsAlready() {
        store.apply(accepts(2, 2));
        AcceptedSend other = send(id(2), "other");

        List<ChangeResult> results =
                store.apply(List.of(accept(send(1)), accept(other), ok(id(2), 0), accept(send(3))));

        assertThat(results).containsExactly(APPLIED, CONFLICT, APPLIED, APPLIED);
        assertThat(store.find(id(2)).orElseThrow().eventId()).isEqualTo("event-2");
        assertThat(store.find(id(2)).orElseThrow().state()).isEqualTo(SendState.OK);
        assertThat(store.find(id(1))).isPresent();
        assertThat(store.find(id(3))).isPresent();
    }

    @Test
    void shouldAnswerConflictWhenFinalRowIsAcceptedAgain() {
        store.apply(List.of(accept(send(1)), ok(ID, 0)));

        assertThat(store.apply(accepts(1, 1))).containsExactly(CONFLICT);
        assertThat(store.find(ID).orElseThrow().state()).isEqualTo(SendState.OK);
    }

    @Test
    void shouldAcceptOnceWhenBatchHoldsAnIdTwice() {
        List<StatusChange> twice = List.of(accept(send(ID, "first")), accept(send(ID, "second")));

        assertThat(store.apply(twice)).containsExactly(APPLIED, CONFLICT);
        assertThat(store.find(ID).orElseThrow().eventId()).isEqualTo("first");
    }

    @Test
    void shouldAnswerConflictWhenVersionIsAnother() {
        store.apply(accepts(1, 1));

        assertThat(store.apply(List.of(ok(ID, 1), ok(ID, -1)))).containsExactly(CONFLICT, CONFLICT);
        assertThat(store.find(ID).orElseThrow().version()).isZero();
    }

    @Test
    void shouldAnswerConflictWhenRowIsAbsent() {
        assertThat(store.apply(List.of(ok(ID, 0)))).containsExactly(CONFLICT);
        assertThat(store.find(ID)).isEmpty();
    }

    @Test
    void shouldNeverChangeAFinalRow() {
        store.apply(List.of(accept(send(1)), ok(ID, 0)));
        SendStatus before = store.find(ID).orElseThrow();

        assertThat(store.apply(List.of(ok(ID, 1), unknown(ID, 1, "late"), unknown(ID, 0, "later"))))
                .containsExactly(CONFLICT, CONFLICT, CONFLICT);

        assertThat(store.find(ID)).contains(before);
    }

    @Test
    void shouldKeepTheOrderOfOneIdsChangesWhenTheyShareABatch() {
        List<StatusChange> changes = List.of(
                ok(id(2), 0), // before its row is there
                accept(send(2)),
                accept(send(1)),
                unknown(id(1), 0, "timeout"),
                unknown(id(2), 0, "timeout"),
                ok(id(1), 1),
                unknown(id(1), 2, "late"));

        assertThat(store.apply(changes))
                .containsExactly(CONFLICT, APPLIED, APPLIED, APPLIED, APPLIED, APPLIED, CONFLICT);
        assertThat(store.find(id(1)).orElseThrow().isFinal()).isTrue();
        assertThat(store.find(id(2)).orElseThrow().error()).isEqualTo("timeout");
    }

    @Test
    void shouldBecomeFinalAfterAnErrorThatWasNotFinal() {
        store.apply(accepts(1, 1));
        store.apply(List.of(unknown(ID, 0, "TimeoutException: 'ack' lost \uD83D\uDE00")));
        SendStatus between = store.find(ID).orElseThrow();
        assertThat(between.isFinal()).isFalse();
        assertThat(between.error()).isEqualTo("TimeoutException: 'ack' lost \uD83D\uDE00");

        assertThat(store.apply(List.of(ok(ID, 1)))).containsExactly(APPLIED);

        assertThat(store.find(ID).orElseThrow().isFinal()).isTrue();
        assertThat(store.find(ID).orElseThrow().error()).isNull();
    }

    @Test
    void shouldAnswerInTheOrderOfTheChangesWhenIdsAreNotSorted() {
        store.apply(accepts(5, 5));

        List<ChangeResult> results =
                store.apply(List.of(ok(id(9), 0), accept(send(7)), ok(id(5), 0), accept(send(5)), accept(send(3))));

        assertThat(results).containsExactly(CONFLICT, APPLIED, APPLIED, CONFLICT, APPLIED);
    }

    @Test
    void shouldDoNothingWhenBatchIsEmpty() {
        assertThat(store.apply(List.of())).isEmpty();
    }

    @Test
    void shouldApplyNothingWhenOneChangeFails() {
        Optional<StatusChange> broken = brokenChange();
        assumeTrue(broken.isPresent(), "no change is known that this store cannot write");
        store.apply(accepts(1, 1));

        assertThatThrownBy(() -> store.apply(List.of(ok(ID, 0), accept(send(2)), broken.orElseThrow())))
                .isInstanceOf(StatusStoreException.class);

        assertThat(store.find(ID).orElseThrow().version()).isZero();
        assertThat(store.find(id(2))).isEmpty();
        assertThat(store.apply(List.of(ok(ID, 0)))).containsExactly(APPLIED);
    }

    @Test
    void shouldPageOpenSendsInTheOrderOfTheirIds() {
        List<StatusChange> changes = new ArrayList<>(accepts(1, 20));
        Collections.shuffle(changes, new Random(7));
        changes.addAll(List.of(ok(id(4), 0), ok(id(20), 0), unknown(id(6), 0, "timeout")));
        store.apply(changes);

        List<OpenSend> first = takeOver(8);
        List<OpenSend> second = takeOver(8);
        List<OpenSend> third = takeOver(8);

        assertThat(first)
                .extracting(open -> open.send().requestId())
                .containsExactly(id(1), id(2), id(3), id(5), id(6), id(7), id(8), id(9));
        assertThat(second).hasSize(8);
        assertThat(third).extracting(open -> open.send().requestId()).containsExactly(id(18), id(19));
        assertThat(takeOver(8)).isEmpty();
    }

    private List<OpenSend> takeOver(int limit) {
        Claim claim = store.claim(OWNER, LEASE, limit);
        assertThat(claim.held()).isTrue();
        return claim.taken();
    }

    @Test
    void shouldGiveStatusAndPayloadWhenSendIsStillOpenAfterAnError() {
        store.apply(List.of(accept(send(1)), unknown(ID, 0, "timeout")));

        OpenSend open = takeOver(1).get(0);

        assertThat(open.status()).isEqualTo(store.find(ID).orElseThrow());
        assertThat(open.status().error()).isEqualTo("timeout");
        assertThat(open.status().attempts()).isEqualTo(1);
        assertThat(open.send()).usingRecursiveComparison().isEqualTo(send(1));
    }

    @Test
    void shouldOrderIdsByTheirBytes() {
        UUID low = UUID.fromString("01900000-0000-7000-8000-000000000000");
        UUID high = UUID.fromString("81900000-0000-7000-8000-000000000000"); // negative as a signed number
        store.apply(List.of(accept(send(high, "high")), accept(send(low, "low"))));

        assertThat(takeOver(2)).extracting(open -> open.send().eventId()).containsExactly("low", "high");
    }

    @Test
    void shouldPurgeOldFinalRowsInBatches() {
        store.apply(accepts(1, 10));
        for (int number = 1; number <= 8; number++) {
            store.apply(List.of(ok(id(number), 0, COMPLETED_AT.plusMillis(number))));
        }

        int first = store.purge(COMPLETED_AT.plusMillis(6), 3);
        int second = store.purge(COMPLETED_AT.plusMillis(6), 3);
        int third = store.purge(COMPLETED_AT.plusMillis(6), 3);

        assertThat(List.of(first, second, third)).containsExactly(3, 2, 0);
        assertThat(store.find(id(5))).isEmpty();
        assertThat(store.find(id(6))).isPresent();
        assertThat(takeOver(10)).hasSize(2);
    }

    @Test
    void shouldNotPurgeRowsThatAreNotFinal() {
        store.apply(List.of(accept(send(1)), unknown(ID, 0, "timeout")));

        assertThat(store.purge(COMPLETED_AT.plusSeconds(1_000_000), 10)).isZero();
        assertThat(store.find(ID)).isPresent();
    }

    @Test
    void shouldAcceptAnIdAgainWhenItWasPurged() {
        store.apply(List.of(accept(send(1)), ok(ID, 0)));
        store.purge(COMPLETED_AT.plusMillis(1), 10);

        assertThat(store.apply(accepts(1, 1))).containsExactly(APPLIED);
    }

    @Test
    void shouldRefuseEveryCallWhenClosedTwice() {
        store.close();
        store.close();

        assertThatThrownBy(() -> store.apply(accepts(1, 1))).isInstanceOf(StatusStoreException.class);
        assertThatThrownBy(() -> store.find(ID)).isInstanceOf(StatusStoreException.class);
        assertThatThrownBy(() -> store.find("orders", "key")).isInstanceOf(StatusStoreException.class);
        assertThatThrownBy(() -> store.claim(OWNER, LEASE, 1)).isInstanceOf(StatusStoreException.class);
        assertThatThrownBy(() -> store.purge(COMPLETED_AT, 1)).isInstanceOf(StatusStoreException.class);
    }
}
