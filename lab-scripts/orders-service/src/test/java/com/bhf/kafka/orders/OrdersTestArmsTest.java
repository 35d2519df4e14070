package com.bhf.kafka.orders;

import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.lab.crash.ServiceCommand;
import com.bhf.kafka.lab.orders.OrdersReport;
import com.bhf.kafka.lab.orders.OrdersTest;
import com.bhf.kafka.lab.orders.OrdersTestOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The test of the service finds what is broken when the service lacks one of the things that make it right. */
@Tag("crash")
class OrdersTestArmsTest {
    private static final String LOST = "every valid order is processed, none is lost";
    private static final String TWICE = "no effect is there twice";

    private static OrdersReport run(String arm, int orders) {
        ServiceCommand service = new ServiceCommand(
                List.of("-D" + ControlArms.PROPERTY + "=" + arm),
                System.getProperty("java.class.path"),
                Application.class.getName());
        OrdersReport report = OrdersTest.run(
                new OrdersTestOptions(7, orders, 150, 1, 0, 0, "classic", service, Path.of("target", "test-data")),
                Duration.ofSeconds(5));
        System.out.println("measured: control arm " + arm + ": " + report.lines());
        return report;
    }

    @Test
    @Timeout(120)
    void shouldSeeLostOrdersWhenWhatIsReadCountsAsDone() {
        assertThat(run(ControlArms.CommitFirst.NAME, 450).violations())
                .contains(LOST)
                .doesNotContain(TWICE);
    }

    @Test
    @Timeout(120)
    void shouldSeeDoubleEffectsWhenOrdersAreNotDeduplicated() {
        assertThat(run(ControlArms.NoDedupe.NAME, 300).violations())
                .contains(TWICE)
                .doesNotContain(LOST);
    }
}
