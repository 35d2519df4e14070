package com.bhf.kafka.lab.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.ParameterException;

class CrashTestMainTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--faults=kill-cat                   | 'kill-cat' is not one of kill-api",
                "--faults=stop-store                 | needs --store h2-server or postgres",
                "--faults=cut --brokers=3            | no fault proxy",
                "--store=oracle                      | 'oracle' is not one of h2, h2-server, postgres",
                "--instances=2                       | needs --store h2-server or postgres",
                "--instances=3 --store=postgres      | --instances 3 is not one of [1, 2]",
                "--brokers=2                         | --brokers 2 is not one of [1, 3]",
                "--mode=fast                         | --mode fast is not one of [idempotent, plain]",
                "--rate=0                            | --rate 0 is less than 1",
                "--rounds=-1                         | --rounds -1 is less than 0",
                "--seed=x                            | --seed",
            })
    void shouldNameOptionAndWhatIsAllowedWhenOptionIsWrong(String options, String said) {
        assertThatThrownBy(() -> parse(options.split(" ")))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining(said);
    }

    @Test
    void shouldTakeFreshSeedWhenNoneIsGiven() {
        assertThat(parse().seed()).isNotEqualTo(parse().seed());
    }

    @Test
    void shouldUnderstandEachFaultByItsName() {
        CrashTestOptions options =
                parse("--store=postgres", "--faults=kill-api,stop-api,pause-api,kill-broker,stop-store,cut,lost-acks");

        assertThat(options.strikes()).hasSize(6);
        assertThat(options.lasting()).containsExactly(FaultKind.LOST_ACKS);
        assertThat(options.needsProxy()).isTrue();
        assertThat(parse("--faults=none").faults()).isEmpty();
    }

    @Test
    void shouldSendIdempotencyKeysUnlessToldNotTo() {
        assertThat(parse().idempotencyKeys()).isTrue();
        assertThat(parse("--idempotency-keys").idempotencyKeys()).isTrue();
        assertThat(parse("--no-idempotency-keys").idempotencyKeys()).isFalse();
    }

    private static CrashTestOptions parse(String... more) {
        List<String> args = new ArrayList<>(List.of("--class-path=a.jar", "--main=A"));
        args.addAll(List.of(more));
        return CrashTestMain.options(args.toArray(String[]::new));
    }
}
