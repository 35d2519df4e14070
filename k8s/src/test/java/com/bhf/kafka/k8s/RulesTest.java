package com.bhf.kafka.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.k8s.rules.Addresses;
import com.bhf.kafka.k8s.rules.ArbitraryUser;
import com.bhf.kafka.k8s.rules.EnvironmentNames;
import com.bhf.kafka.k8s.rules.GracePeriod;
import com.bhf.kafka.k8s.rules.Images;
import com.bhf.kafka.k8s.rules.Limits;
import com.bhf.kafka.k8s.rules.NetworkPolicies;
import com.bhf.kafka.k8s.rules.NoSecrets;
import com.bhf.kafka.k8s.rules.NodePorts;
import com.bhf.kafka.k8s.rules.Probes;
import com.bhf.kafka.k8s.rules.ProxiedKafka;
import com.bhf.kafka.k8s.rules.References;
import com.bhf.kafka.k8s.rules.RestrictedContext;
import com.bhf.kafka.k8s.rules.Scaling;
import com.bhf.kafka.k8s.rules.Selectors;
import com.bhf.kafka.k8s.rules.ServicePorts;
import com.bhf.kafka.k8s.rules.Topics;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.MethodSource;

class RulesTest {
    private static final Map<String, Rule> RULES = Stream.of(
                    new Addresses(),
                    new ArbitraryUser(),
                    new EnvironmentNames(),
                    new GracePeriod(),
                    new Images(),
                    new Limits(),
                    new NetworkPolicies(),
                    new NoSecrets(),
                    new NodePorts(),
                    new Probes(),
                    new ProxiedKafka(),
                    new References(),
                    new RestrictedContext(),
                    new Scaling(),
                    new Selectors(),
                    new ServicePorts(),
                    new Topics())
            .collect(Collectors.toMap(rule -> rule.getClass().getSimpleName(), Function.identity()));

    static Stream<Arguments> rulesAndOverlays() {
        return RULES.keySet().stream()
                .sorted()
                .flatMap(rule -> Overlays.ALL.stream().map(overlay -> Arguments.of(rule, overlay)));
    }

    @ParameterizedTest(name = "{0} in {1}")
    @MethodSource("rulesAndOverlays")
    void shouldHoldInEveryOverlay(String rule, String overlay) {
        assertThat(RULES.get(rule).violations(Overlays.overlay(overlay))).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {2} {3} {4}")
    @CsvFileSource(resources = "/plants.csv", delimiter = ';', quoteCharacter = '|', numLinesToSkip = 1)
    void shouldFindAPlantedFault(
            String rule, String overlay, String target, String pointer, String value, String said) {
        Manifests planted = new Plant(target, pointer, value).in(Overlays.overlay(overlay));

        List<String> violations = RULES.get(rule).violations(planted);

        assertThat(violations).isNotEmpty().anySatisfy(line -> assertThat(line).contains(said));
    }

    @Test
    void shouldHaveAControlArmForEveryRule() {
        List<String> planted = Repository.read("k8s/src/test/resources/plants.csv")
                .lines()
                .skip(1)
                .map(line -> line.split(";", 2)[0].strip())
                .distinct()
                .toList();

        assertThat(planted).containsExactlyInAnyOrderElementsOf(RULES.keySet());
    }

    @Test
    void shouldReadTheSettingsTable() {
        assertThat(EnvironmentNames.known())
                .contains("SERVER_PORT", "STATUS_STORE_PASSWORD", "KAFKA_BOOTSTRAP_SERVERS", "STOP_TIMEOUT_MS")
                .doesNotContain("KAFKA_PRODUCER_")
                .hasSizeGreaterThan(20);
    }
}
