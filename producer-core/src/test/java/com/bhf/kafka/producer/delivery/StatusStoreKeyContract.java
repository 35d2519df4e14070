package com.bhf.kafka.producer.delivery;

import static com.bhf.kafka.producer.delivery.ChangeResult.APPLIED;
import static com.bhf.kafka.producer.delivery.ChangeResult.CONFLICT;
import static com.bhf.kafka.producer.delivery.SendFixtures.ACCEPTED_AT;
import static com.bhf.kafka.producer.delivery.SendFixtures.COMPLETED_AT;
import static com.bhf.kafka.producer.delivery.SendFixtures.accept;
import static com.bhf.kafka.producer.delivery.SendFixtures.id;
import static com.bhf.kafka.producer.delivery.SendFixtures.ok;
import static com.bhf.kafka.producer.delivery.SendFixtures.send;
import static com.bhf.kafka.producer.delivery.SendFixtures.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.producer.DeliveryMode;
import com.bhf.kafka.producer.delivery.StatusChange.Transition;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One send per idempotency key and topic: what every {@link StatusStore} does with keys. */
public abstract class StatusStoreKeyContract {
    private static final String KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324";
    private static final String STRANGE = "'\"\\;%_{}?:$1 ~" + "x".repeat(240);

    private StatusStore store;

    /** A new and empty store; it is closed after the test. */
    protected abstract StatusStore open() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private static Transition notWritten(int number) {
        return new Transition(
                id(number),
                0,
                SendState.ERROR,
                LogOutcome.NOT_WRITTEN,
                true,
                null,
                null,
                null,
                "too large",
                1,
                COMPLETED_AT);
    }

    @Test
    void shouldFindTheSendThatAKeyStandsFor() {
        store.apply(List.of(accept(send(1), KEY, "print-1"), accept(send(2), STRANGE, "print-2")));

        assertThat(store.find("orders", KEY))
                .contains(new KeyedStatus(store.find(id(1)).orElseThrow(), "print-1"));
        assertThat(store.find("orders", STRANGE))
                .contains(new KeyedStatus(store.find(id(2)).orElseThrow(), "print-2"));
    }

    @Test
    void shouldFindNothingWhenTheKeyOrTheTopicIsAnother() {
        store.apply(List.of(accept(send(1), KEY, "print"), accept(send(2))));

        assertThat(store.find("orders", KEY.toUpperCase(java.util.Locale.ROOT))).isEmpty();
        assertThat(store.find("Orders", KEY)).isEmpty();
        assertThat(store.find("payments", KEY)).isEmpty();
    }

    /** A caller's own id may serve as key, so it can be any text. */
    @Test
    void shouldTellKeysApartWhenTheyLookAlike() {
        List<String> keys = List.of(
                "event-id:" + "\uD83D\uDE00".repeat(200),
                "event-id:" + "\uD83D\uDE00".repeat(199),
                "\u00E9",
                "e\u0301",
                "E\u0301",
                "k",
                "k ",
                " k",
                "\u0130",
                "i",
                "\uFFFD",
                "");
        for (int i = 0; i < keys.size(); i++) {
            assertThat(store.apply(List.of(accept(send(i + 1), keys.get(i), "print"))))
                    .as(keys.get(i))
                    .containsExactly(APPLIED);
        }

        for (int i = 0; i < keys.size(); i++) {
            assertThat(store.find("orders", keys.get(i)).orElseThrow().status().requestId())
                    .isEqualTo(id(i + 1));
        }
    }

    @Test
    void shouldWriteNothingWhenTheKeyIsTaken() {
        store.apply(List.of(accept(send(1), KEY, "print-1")));

        List<ChangeResult> results =
                store.apply(List.of(accept(send(2)), accept(send(3), KEY, "print-3"), accept(send(4), "free", "p")));

        assertThat(results).containsExactly(APPLIED, CONFLICT, APPLIED);
        assertThat(store.find(id(3))).isEmpty();
        assertThat(store.find("orders", KEY).orElseThrow().fingerprint()).isEqualTo("print-1");
        assertThat(store.find("orders", "free").orElseThrow().status().requestId())
                .isEqualTo(id(4));
    }

    @Test
    void shouldLetTheFirstWinWhenABatchHoldsAKeyTwice() {
        List<ChangeResult> results = store.apply(List.of(
                accept(send(1), KEY, "print-1"), accept(send(2), KEY, "print-2"), accept(send(3), KEY, "print-3")));

        assertThat(results).containsExactly(APPLIED, CONFLICT, CONFLICT);
        assertThat(store.find("orders", KEY).orElseThrow().status().requestId()).isEqualTo(id(1));
        assertThat(store.find(id(2))).isEmpty();
    }

    @Test
    void shouldTakeTheSameKeyOncePerTopic() {
        AcceptedSend elsewhere =
                new AcceptedSend(id(2), DeliveryMode.PLAIN, "e", "payments", null, null, null, List.of(), ACCEPTED_AT);

        assertThat(store.apply(List.of(accept(send(1), KEY, "a"), accept(elsewhere, KEY, "b"))))
                .containsExactly(APPLIED, APPLIED);
        assertThat(store.find("payments", KEY).orElseThrow().fingerprint()).isEqualTo("b");
    }

    @Test
    void shouldKeepTheKeyWhenTheSendIsOpenOrWritten() {
        store.apply(List.of(accept(send(1), KEY, "print-1"), unknown(id(1), 0, "timeout")));
        assertThat(store.apply(List.of(accept(send(2), KEY, "print-1")))).containsExactly(CONFLICT);

        store.apply(List.of(ok(id(1), 1)));

        assertThat(store.apply(List.of(accept(send(3), KEY, "print-1")))).containsExactly(CONFLICT);
        assertThat(store.find("orders", KEY).orElseThrow().status().isFinal()).isTrue();
    }

    @Test
    void shouldFreeTheKeyWhenTheSendEndsAsNotWritten() {
        store.apply(List.of(accept(send(1), KEY, "print-1")));
        store.apply(List.of(notWritten(1)));

        assertThat(store.find("orders", KEY)).isEmpty();
        assertThat(store.apply(List.of(accept(send(2), KEY, "print-2")))).containsExactly(APPLIED);
        assertThat(store.find("orders", KEY).orElseThrow().status().requestId()).isEqualTo(id(2));
        assertThat(store.find(id(1)).orElseThrow().error()).isEqualTo("too large");
    }

    /** What a fenced owner, or a late answer, says of a row that is not its own any more changes no key. */
    @Test
    void shouldKeepTheKeyWhenTheTransitionIsAConflict() {
        store.apply(List.of(accept(send(1), KEY, "print-1"), ok(id(1), 0)));

        assertThat(store.apply(List.of(notWritten(1)))).containsExactly(CONFLICT);

        assertThat(store.find("orders", KEY)).isPresent();
    }

    @Test
    void shouldFreeTheKeyWhenTheRowIsPurged() {
        store.apply(List.of(accept(send(1), KEY, "print-1"), ok(id(1), 0), accept(send(2), "open", "p")));

        assertThat(store.purge(COMPLETED_AT.plusMillis(1), 10)).isOne();

        assertThat(store.find("orders", KEY)).isEmpty();
        assertThat(store.find("orders", "open")).isPresent();
        assertThat(store.apply(List.of(accept(send(3), KEY, "print-3")))).containsExactly(APPLIED);
    }
}
