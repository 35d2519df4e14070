package com.bhf.kafka.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.k8s.StandIns.Result;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts of lab-scripts/k8s from end to end, against stand-ins; once well, and once for each call that fails. */
@Tag("process")
class ScriptsTest {
    @TempDir
    private static Path folder;

    private static StandIns cluster;

    @BeforeEach
    void freshCluster() {
        if (cluster == null) {
            cluster = new StandIns(folder);
        }
        cluster.reset();
    }

    static Stream<String> runs() {
        return Stream.of(
                "01-build-images --overlay orders",
                "02-import-images --overlay orders",
                "02-import-images --okd",
                "03-deploy --overlay replicated",
                "04-validate --overlay replicated",
                "05-test-apis",
                "06-cleanup --overlay replicated --data",
                "experiment-pod-kill --sends 2",
                "experiment-pod-kill --kafka --sends 1",
                "experiment-network-partition --sends 2");
    }

    static Stream<String> wholeRuns() {
        return Stream.of(
                "00-full-deploy --install-operator",
                "00-full-deploy --overlay replicated",
                "00-full-deploy --okd",
                "06-cleanup",
                "06-cleanup --overlay replicated --data",
                "experiment-pod-kill --sends 2",
                "experiment-pod-kill --kafka --sends 1",
                "experiment-network-partition --sends 2");
    }

    @ParameterizedTest
    @MethodSource("wholeRuns")
    void shouldDoTheSameWhenRunAgain(String run) {
        // When
        Result first = run(run);
        Result second = run(run);

        // Then
        assertThat(first.status()).as(first.err()).isZero();
        assertThat(second.status()).as(second.err()).isZero();
        assertThat(first.err()).isEmpty();
        List<String> again = first.calls().stream()
                .filter(call -> !call.contains("create secret"))
                .toList();
        assertThat(second.calls()).isEqualTo(again);
    }

    @ParameterizedTest
    @MethodSource("wholeRuns")
    void shouldCallNothingWhenItIsADryRun(String run) {
        // When
        Result result = run(run + " --dry-run");

        // Then
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out()).contains("  $ ");
        assertThat(result.calls()).isEmpty();
    }

    /** Not the sync send of the partition experiment: that it fails is what the experiment asks for. */
    @ParameterizedTest
    @MethodSource("runs")
    void shouldSayWhatFailedAndWhatIsDoneWhenAnyCallFails(String run) {
        List<String> calls = run(run).calls().stream()
                .distinct()
                .filter(call -> !call.contains("sendMode=sync&eventId=EVENT") || !run.contains("partition"))
                .toList();

        for (String call : calls) {
            cluster.reset();
            cluster.set("fail", call);
            Result result = run(run);
            cluster.unset("fail");

            assertThat(result.status()).as("%s when '%s' fails", run, call).isEqualTo(1);
            assertThat(result.calls()).contains(call);
            assertOneErrorAndANextStep(result, call);
            assertHalfDoneIsSaid(result, call);
        }
        System.out.printf("%s: %d calls failed in turn%n", run, calls.size());
    }

    private static void assertOneErrorAndANextStep(Result result, String call) {
        assertThat(result.err().lines().filter(line -> line.startsWith("error ")))
                .as("%s: %s", call, result.err())
                .hasSize(1);
        assertThat(result.err().lines().filter(line -> line.startsWith("      Next: ")))
                .hasSize(1);
        assertThat(result.err()).doesNotContain(": line ", "unbound variable", "command not found");
    }

    private static void assertHalfDoneIsSaid(Result result, String failed) {
        boolean changed =
                result.changes().stream().anyMatch(change -> !change.equals(failed) && !change.startsWith("curl"));
        if (changed) {
            assertThat(result.err())
                    .as(failed)
                    .containsAnyOf("done before it, and left so: ", "everything is as it was");
        }
    }

    @Test
    void shouldNameTheStepThatFailedWhenTheWholeWayIsRun() {
        // Given
        cluster.set("fail", "kubectl wait -n kafka kafka/bhf-kafka --for=condition=Ready --timeout=1s");

        // When
        Result result = run("00-full-deploy");

        // Then
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .contains("error cannot wait for Kafka: kubectl: planted failure")
                .contains("done before it, and left so: 01-build-images; 02-import-images\n")
                .contains("error step 03-deploy failed");
        assertThat(result.calls()).noneMatch(call -> call.contains("rollout"));
    }

    @Test
    void shouldInstallTheOperatorOnlyWhenAsked() {
        cluster.unset("operator");

        Result without = run("03-deploy");
        Result with = run("03-deploy --install-operator");

        assertThat(without.status()).isEqualTo(1);
        assertThat(without.err()).contains("operator is not installed", "--install-operator");
        assertThat(with.status()).as(with.err()).isZero();
        assertThat(with.calls()).anyMatch(call -> call.contains("strimzi-cluster-operator-0.51.0.yaml"));
    }

    @Test
    void shouldKeepTheDataUnlessToldOtherwise() {
        assertThat(run("06-cleanup").calls()).noneMatch(call -> call.matches(".*delete.* (pvc|secret|kafkatopic).*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"experiment-pod-kill", "experiment-network-partition"})
    void shouldFailWhenAnAcceptedSendIsNotInTheTopic(String experiment) {
        cluster.set("forgets", "");

        Result result = run(experiment + " --sends 1");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("is 0 records in the topic, not 1");
    }

    @Test
    void shouldFailAndHealWhenThePartitionIsNone() {
        cluster.set("uncut", "");

        Result result = run("experiment-network-partition --sends 1");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("the cut does not cut");
        assertThat(result.calls()).last().asString().contains("delete networkpolicy", "block-kafka-traffic");
    }

    static Stream<String> scripts() {
        return Stream.concat(wholeRuns(), runs())
                .map(run -> run.split(" ", 2)[0])
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void shouldTellItsOptionsAndRefuseOthers(String script) {
        Result help = run(script + " --help");
        Result unknown = run(script + " --frobnicate");

        assertThat(help.status()).isZero();
        assertThat(help.out()).contains("lab-scripts/k8s/" + script + ".sh", "--dry-run");
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err()).contains("--frobnicate");
        assertThat(unknown.calls()).isEmpty();
    }

    private static Result run(String line) {
        String[] words = line.split(" ", -1);
        return cluster.run(words[0], Arrays.copyOfRange(words, 1, words.length));
    }
}
