package com.bhf.kafka.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StrictParserTest {
    private static final String API = "Deployment/m02-java-api";
    private static final String CONTAINER = "/spec/template/spec/containers/0";

    static Stream<String> folders() {
        return Stream.concat(
                Overlays.ALL.stream().map(name -> "overlays/" + name), Stream.of("namespace", "experiments"));
    }

    @ParameterizedTest
    @MethodSource("folders")
    void shouldKnowEveryFieldOfWhatIsRendered(String folder) {
        Manifests manifests = Overlays.folder(folder);

        List<String> problems = manifests.all().stream()
                .flatMap(m -> StrictParser.problems(m).stream())
                .toList();

        assertThat(manifests.all()).isNotEmpty();
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                API + ", /spec/replica, 2, unknown field 'replica'",
                API + "," + CONTAINER + "/readinessProbe/httpGett, {}, unknown field 'httpGett'",
                API + "," + CONTAINER + "/securityContext/readOnlyRootFileSystem, true, readOnlyRootFileSystem",
                API + ", /spec/minReadySeconds, \"soon\", soon",
                API + ", /apiVersion, \"apps/v1beta1\", no model for apps/v1beta1/Deployment",
                "Kafka/bhf-kafka, /spec/kafka/listners, [], listners",
                "Kafka/bhf-kafka, /spec/kafka/listeners/1/configuration/brokers/0/advertisedHosts, \"x\", advertisedHosts",
                "Kafka/bhf-kafka, /spec/kafka/listeners/1/type, \"nodePort\", /spec/kafka/listeners/1/type is lost",
                "KafkaNodePool/dual-role, /spec/storage/volumes/0/deleteClaims, true, deleteClaims",
                "KafkaTopic/orders, /spec/partition, 6, partition",
                "KafkaUser/m02-java-api, /spec/authorization/acls/0/operation, \"Write\", not a field of the v1 API",
                "NetworkPolicy/default-deny, /spec/podSelectors, {}, podSelectors",
                "HorizontalPodAutoscaler/m02-java-api, /spec/maxReplica, 3, maxReplica",
                "PodDisruptionBudget/m02-java-api, /spec/maxUnavailables, 1, maxUnavailables",
                "ServiceMonitor/m02-java-api, /spec/endpoints/0/ports, \"management\", ports",
                "PrometheusRule/m02-java-api, /spec/groups/0/rules/0/expression, \"up\", expression",
            })
    void shouldRefuseAPlantedMistake(String target, String pointer, String value, String said) {
        Manifests planted = new Plant(target, pointer, value).in(Overlays.overlay("monitoring"));

        List<String> problems = planted.all().stream()
                .flatMap(m -> StrictParser.problems(m).stream())
                .toList();

        assertThat(problems)
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem).startsWith(target).contains(said));
    }

    @Test
    void shouldRefuseAKeyThatIsThereTwice() {
        String yaml = "kind: Service\nmetadata:\n  name: a\n  name: b\n";

        assertThatThrownBy(() -> Manifests.parse(yaml)).hasMessageContaining("name");
    }
}
