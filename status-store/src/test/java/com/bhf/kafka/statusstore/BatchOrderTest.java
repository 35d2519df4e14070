package com.bhf.kafka.statusstore;

import static com.bhf.kafka.producer.delivery.SendFixtures.COMPLETED_AT;
import static com.bhf.kafka.producer.delivery.SendFixtures.accept;
import static com.bhf.kafka.producer.delivery.SendFixtures.id;
import static com.bhf.kafka.producer.delivery.SendFixtures.ok;
import static com.bhf.kafka.producer.delivery.SendFixtures.send;
import static com.bhf.kafka.producer.delivery.SendFixtures.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.producer.delivery.InMemoryStatusStore;
import com.bhf.kafka.producer.delivery.LogOutcome;
import com.bhf.kafka.producer.delivery.SendState;
import com.bhf.kafka.producer.delivery.StatusChange;
import com.bhf.kafka.producer.delivery.StatusChange.Transition;
import com.bhf.kafka.producer.delivery.StatusStore;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The writer reorders a batch into phases: no result may show it. The store in memory goes change by change. */
class BatchOrderTest {
    private static final int ROUNDS = 120;
    private static final int BATCHES = 3;
    private static final int IDS = 5;
    private static final int KEYS = 2;

    @TempDir
    Path directory;

    @Test
    void shouldGiveTheResultsOfChangesInTurnOnH2() {
        try (StatusStore store = StatusStores.open(H2Files.in(directory))) {
            compareWithTurns(store);
        }
    }

    @Test
    void shouldGiveTheResultsOfChangesInTurnOnPostgreSql() throws SQLException {
        try (StatusStore store = StatusStores.open(PostgreSqlServer.newSchema())) {
            compareWithTurns(store);
        }
    }

    private static void compareWithTurns(StatusStore store) {
        try (StatusStore inTurn = new InMemoryStatusStore(ROUNDS * IDS)) {
            for (int round = 0; round < ROUNDS; round++) {
                Random random = new Random(round);
                for (int batch = 0; batch < BATCHES; batch++) {
                    List<StatusChange> changes = changes(round, random);
                    assertThat(store.apply(changes))
                            .as("round %s batch %s: %s", round, batch, changes)
                            .isEqualTo(inTurn.apply(changes));
                }
                compareContents(round, store, inTurn);
            }
        }
    }

    private static void compareContents(int round, StatusStore store, StatusStore inTurn) {
        for (int i = 0; i < IDS; i++) {
            assertThat(store.find(id(number(round, i)))).isEqualTo(inTurn.find(id(number(round, i))));
        }
        for (int i = 0; i < KEYS; i++) {
            assertThat(store.find("orders", key(round, i)))
                    .as("round %s", round)
                    .isEqualTo(inTurn.find("orders", key(round, i)));
        }
    }

    private static List<StatusChange> changes(int round, Random random) {
        List<StatusChange> changes = new ArrayList<>();
        int size = 1 + random.nextInt(10);
        for (int i = 0; i < size; i++) {
            long number = number(round, random.nextInt(IDS));
            String key = key(round, random.nextInt(KEYS));
            int version = random.nextInt(2);
            changes.add(
                    switch (random.nextInt(6)) {
                        case 0 -> accept(send(number));
                        case 1, 2 -> accept(send(number), key, "print of " + number);
                        case 3 -> unknown(id(number), version, "timeout");
                        case 4 -> notWritten(number, version);
                        default -> ok(id(number), version);
                    });
        }
        return changes;
    }

    private static long number(int round, int i) {
        return 1 + (long) IDS * round + i;
    }

    private static String key(int round, int i) {
        return "key " + round + " " + i;
    }

    private static Transition notWritten(long number, int version) {
        return new Transition(
                id(number),
                version,
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
}
