package com.bhf.kafka.producer.delivery;

import static com.bhf.kafka.producer.delivery.ChangeResult.APPLIED;
import static com.bhf.kafka.producer.delivery.ChangeResult.CONFLICT;
import static com.bhf.kafka.producer.delivery.SendFixtures.accepts;
import static com.bhf.kafka.producer.delivery.SendFixtures.id;
import static com.bhf.kafka.producer.delivery.SendFixtures.ok;
import static com.bhf.kafka.producer.delivery.SendFixtures.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bhf.kafka.producer.InvalidSettingException;
import java.util.List;
import org.junit.jupiter.api.Test;

class InMemoryStatusStoreTest {
    private final InMemoryStatusStore store = new InMemoryStatusStore(4);

    @Test
    void shouldForgetTheFirstFinalRowsWhenItIsFull() {
        store.apply(accepts(1, 4));
        store.apply(List.of(ok(id(3), 0), ok(id(1), 0)));

        store.apply(accepts(5, 5));

        assertThat(store.find(id(3))).isEmpty();
        assertThat(store.find(id(1))).isPresent();
        assertThat(store.find(id(2))).isPresent();
    }

    @Test
    void shouldChangeNothingWhenItIsFullOfOpenRows() {
        store.apply(accepts(1, 4));

        assertThatThrownBy(() -> store.apply(List.of(ok(id(1), 1), SendFixtures.accept(send(5)))))
                .isInstanceOf(StatusStoreException.class)
                .hasMessageContaining("full");

        assertThat(store.find(id(1)).orElseThrow().version()).isZero();
        assertThat(store.find(id(5))).isEmpty();
    }

    @Test
    void shouldTakeTransitionsWhenItIsFull() {
        store.apply(accepts(1, 4));

        assertThat(store.apply(List.of(ok(id(1), 0), SendFixtures.accept(send(2)))))
                .containsExactly(APPLIED, CONFLICT);
        assertThat(store.apply(accepts(5, 5))).containsExactly(APPLIED);
    }

    @Test
    void shouldRefuseABoundBelowOne() {
        assertThatThrownBy(() -> new InMemoryStatusStore(0)).isInstanceOf(InvalidSettingException.class);
    }
}
