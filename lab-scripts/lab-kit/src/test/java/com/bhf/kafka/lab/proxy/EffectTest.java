package com.bhf.kafka.lab.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What each toxic does, by a clock of its own: to the nanosecond where the conformance suite has to be patient. */
class EffectTest {

    @Test
    void shouldDelayEachChunkFromItsReceiveTimeWhenLatency() {
        FakeFlow flow =
                new FakeFlow(new Latency(100, 0)).receives("a").passes(60).receives("b");

        assertThat(flow.passes(39).emitted).isEmpty();
        assertThat(flow.passes(2).emitted).containsExactly("a");
        assertThat(flow.passes(58).emitted).containsExactly("a");
        assertThat(flow.passes(2).emitted).containsExactly("a", "b");
    }

    @Test
    void shouldEndBehindItsChunksWhenLatency() {
        FakeFlow flow = new FakeFlow(new Latency(100, 0)).receives("a").inputEnds();

        assertThat(flow.passes(99).ended).isFalse();
        assertThat(flow.passes(2).ended).isTrue();
        assertThat(flow.emitted).containsExactly("a");
    }

    @Test
    void shouldLetGoOnlyOfTheChunkInHandWhenLatencyIsReleased() {
        FakeFlow flow =
                new FakeFlow(new Latency(100, 0)).receives("a").receives("b").works();

        flow.release();

        assertThat(flow.emitted).containsExactly("a");
    }

    @Test
    void shouldWaitForRoomWhenNextIsFull() {
        FakeFlow flow = new FakeFlow(new Latency(10, 0)).receives("a");
        flow.room = false;

        assertThat(flow.passes(50).emitted).isEmpty();
        flow.room = true;
        assertThat(flow.works().emitted).containsExactly("a");
    }

    @Property(tries = 50)
    void shouldStayWithinJitterWhenLatencyHasOne(@ForAll @IntRange(min = 60, max = 200) int latency) {
        FakeFlow flow = new FakeFlow(new Latency(latency, 50)).receives("a");

        assertThat(flow.passes(latency - 51).emitted).isEmpty();
        assertThat(flow.passes(102).emitted).containsExactly("a");
    }

    @Test
    void shouldCutInto100MsPiecesWhenBandwidthIsLow() {
        FakeFlow flow = new FakeFlow(new Bandwidth(1)).receives("x".repeat(250));

        assertThat(flow.passes(99).emitted).isEmpty();
        assertThat(flow.passes(2).emitted).containsExactly("x".repeat(100));
        assertThat(flow.passes(100).emitted).hasSize(2);
        assertThat(flow.passes(50).emitted).containsExactly("x".repeat(100), "x".repeat(100), "x".repeat(50));
    }

    @Test
    void shouldLetGoOfTheRestInHandWhenBandwidthIsReleased() {
        FakeFlow flow = new FakeFlow(new Bandwidth(1)).receives("x".repeat(250)).passes(110);

        flow.release();

        assertThat(String.join("", flow.emitted)).hasSize(250);
    }

    @Test
    void shouldStallWhenBandwidthIsZeroOrLess() {
        assertThat(new FakeFlow(new Bandwidth(0)).receives("a").passes(10_000).emitted)
                .isEmpty();
        assertThat(new FakeFlow(new Bandwidth(-1)).receives("a").passes(10_000).emitted)
                .isEmpty();
    }

    @Test
    void shouldDelayOnlyTheEndWhenSlowClose() {
        FakeFlow flow =
                new FakeFlow(new SlowClose(100)).receives("a").inputEnds().works();

        assertThat(flow.emitted).containsExactly("a");
        assertThat(flow.passes(99).ended).isFalse();
        assertThat(flow.passes(2).ended).isTrue();
    }

    @Test
    void shouldStartAnewWithEachChunkWhenTimeout() {
        FakeFlow flow = new FakeFlow(new Timeout(100)).passes(90).receives("a").passes(99);

        assertThat(flow.ended).isFalse();
        assertThat(flow.passes(2).ended).isTrue();
        assertThat(flow.lost).containsExactly("a");
        assertThat(flow.emitted).isEmpty();
    }

    @Test
    void shouldNeverCloseWhenTimeoutIsZero() {
        FakeFlow flow = new FakeFlow(new Timeout(0)).receives("a").passes(1_000_000);

        assertThat(flow.ended).isFalse();
        assertThat(flow.inputEnds().works().ended).isTrue();
    }

    @Test
    void shouldCloseAfterFirstChunkWhenResetPeer() {
        FakeFlow flow = new FakeFlow(new ResetPeer(100)).passes(1_000);
        assertThat(flow.ended).isFalse();

        flow.receives("a");

        assertThat(flow.passes(99).ended).isFalse();
        assertThat(flow.passes(2).ended).isTrue();
        assertThat(flow.lost).containsExactly("a");
    }

    @Test
    void shouldCloseAtOnceWhenTriggeredResetPeerIsReleased() {
        FakeFlow flow = new FakeFlow(new ResetPeer(100)).receives("a").works();

        flow.release();

        assertThat(flow.ended).isTrue();
    }

    @Test
    void shouldPassExactlySoManyBytesWhenLimitData() {
        FakeFlow flow =
                new FakeFlow(new LimitData(5)).receives("abc").receives("def").works();

        assertThat(flow.emitted).containsExactly("abc", "de");
        assertThat(flow.lost).containsExactly("f");
        assertThat(flow.ended).isTrue();
    }

    @Test
    void shouldEndWithTheLastByteWhenLimitDataFits() {
        assertThat(new FakeFlow(new LimitData(3)).receives("abc").works().ended).isTrue();
    }

    @Test
    void shouldPauseAfterEachSliceWhenSlicer() {
        FakeFlow flow =
                new FakeFlow(new Slicer(2, 0, 10_000)).receives("abcdef").works();

        assertThat(flow.emitted).hasSize(1);
        assertThat(flow.passes(11).emitted).hasSize(2);
        assertThat(String.join("", flow.passes(100).emitted)).isEqualTo("abcdef");
    }

    @Test
    void shouldLetGoOfTheRestInHandWhenSlicerIsReleased() {
        FakeFlow flow = new FakeFlow(new Slicer(1, 0, 10_000)).receives("abcd").works();

        flow.release();

        assertThat(flow.emitted).containsExactly("a", "bcd");
    }

    @Property(tries = 200)
    void shouldCoverAllAndEndWhenSlicing(
            @ForAll @IntRange(min = 1, max = 40_000) int size,
            @ForAll @IntRange(min = 1, max = 5_000) int average,
            @ForAll @IntRange(max = 10_000) int variation) {
        Deque<Integer> slices = new ArrayDeque<>();

        new Slicer(average, variation, 0).slice(size, slices);

        assertThat(slices).allMatch(slice -> slice >= 1 && slice <= average + variation);
        assertThat(slices.stream().mapToInt(slice -> slice).sum()).isEqualTo(size);
    }

    @Test
    void shouldRefuseWhenSlicingWouldNotEnd() {
        assertThatThrownBy(() -> new Slicer(0, 0, 0)).hasMessageContaining("average_size 0");
        assertThatThrownBy(() -> new Slicer(1, -1, 0)).hasMessageContaining("size_variation -1");
    }

    @Test
    void shouldLoseSecondResponseInAllItsChunksWhenOneIsSkipped() {
        ProduceAck first = new ProduceAck((short) 9, 4);
        ProduceAck second = new ProduceAck((short) 9, 4);
        FakeFlow flow = new FakeFlow(new KafkaAckLoss(1, 1, KafkaAckLoss.Action.STALL))
                .receives("ab", first, 0)
                .receives("cd", first, 2)
                .receives("ef", second, 0)
                .receives("gh", second, 2)
                .receives("more")
                .works();

        assertThat(flow.emitted).containsExactly("ab", "cd");
        assertThat(flow.lost).containsExactly("ef", "gh", "more");
        assertThat(flow.ended).isFalse();
        flow.release();
        assertThat(flow.ended).isTrue();
    }

    @Test
    void shouldEndAndResetWhenAckLossSaysSo() {
        FakeFlow close = new FakeFlow(new KafkaAckLoss(0, 1, KafkaAckLoss.Action.CLOSE))
                .receives("ab", new ProduceAck((short) 9, 2), 0)
                .works();
        FakeFlow reset = new FakeFlow(new KafkaAckLoss(0, 1, KafkaAckLoss.Action.RESET))
                .receives("ab", new ProduceAck((short) 9, 2), 0)
                .works();

        assertThat(close.ended).isTrue();
        assertThat(close.reset).isFalse();
        assertThat(reset.ended).isTrue();
        assertThat(reset.reset).isTrue();
    }

    @Test
    void shouldLoseAllThatFollowWhenCountIsZero() {
        KafkaAckLoss all = new KafkaAckLoss(0, 0, KafkaAckLoss.Action.STALL);
        FakeFlow flow = new FakeFlow(all).receives("ab", new ProduceAck((short) 9, 2), 0);

        assertThat(flow.works().lost).containsExactly("ab");
    }
}
