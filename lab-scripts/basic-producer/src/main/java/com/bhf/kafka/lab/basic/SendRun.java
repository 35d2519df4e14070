package com.bhf.kafka.lab.basic;

import com.bhf.kafka.producer.CloseReport;
import com.bhf.kafka.producer.ErrorClassifier;
import com.bhf.kafka.producer.ProducerSettings;
import com.bhf.kafka.producer.SendOutcome;
import com.bhf.kafka.producer.SendOutcome.Acknowledged;
import com.bhf.kafka.producer.SendOutcome.Failed;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Sends orders one by one, each after the acknowledgement of the one before. */
final class SendRun implements Exercise {
    private static final String PARTITIONER = "partitioner.class";
    static final Duration CLOSE_BOUND = Duration.ofSeconds(5);

    /** @param goOn whether a failed send does not end the run */
    record Plan(int messages, @Nullable String key, Headers headers, boolean goOn) {}

    private final Plan plan;
    private final ProducerSettings settings;
    private final OrderSender sender;
    private final Deliveries deliveries;
    private final Screen screen;
    private final KafkaLogHandler log;
    private final long began = System.nanoTime();
    private volatile boolean ended;
    private volatile boolean stopped;
    private boolean hinted;
    private boolean finished;

    SendRun(
            Plan plan,
            ProducerSettings settings,
            OrderSender sender,
            Deliveries deliveries,
            KafkaLogHandler log,
            Screen screen) {
        this.plan = plan;
        this.settings = settings;
        this.sender = sender;
        this.deliveries = deliveries;
        this.screen = screen;
        this.log = log;
    }

    @Override
    public int run() {
        for (int number = 1; number <= plan.messages() && !stopped; number++) {
            screen.progress(number - 1, plan.messages());
            if (!deliver(number)) {
                break;
            }
        }
        ended = true;
        finish();
        return deliveries.failed() == 0 ? BasicProducerMain.OK : BasicProducerMain.FAILED;
    }

    /** Whether to go on. */
    private boolean deliver(int number) {
        long sentAt = System.nanoTime();
        String value = new Order(number, Instant.now()).json();
        SendOutcome outcome =
                sender.send(plan.key(), value, plan.headers().next()).join();
        if (outcome instanceof Acknowledged ack) {
            screen.line(Say.delivered(number, ack));
            return true;
        }
        if (!stopped && outcome instanceof Failed failed) {
            screen.error(Say.failed(number, failed, since(sentAt)));
            if (!hinted || deliveries.fatal()) {
                hint(failed);
                hinted = true;
            }
        }
        return plan.goOn() && !deliveries.fatal();
    }

    private void hint(Failed failed) {
        if (deliveries.fatal()) {
            screen.error("fatal: this producer cannot go on");
        } else if (ErrorClassifier.isUnknownTopic(failed.cause())) {
            screen.error("Next: lab-scripts/kafka-topics.sh --create --topic " + sender.topic() + " --partitions 6");
        } else if (log.failedConnections() > 0) {
            screen.error("Kafka does not answer at " + settings.bootstrapServers()
                    + ". Next: lab-scripts/up.sh starts it; --bootstrap-servers names another one");
        }
    }

    @Override
    public synchronized void finish() {
        if (finished) {
            return;
        }
        finished = true;
        stopped = !ended;
        screen.endProgress();
        if (stopped) {
            screen.warning("stopped: what is open may take " + CLOSE_BOUND.toSeconds() + " s more");
        }
        if (deliveries.failed() > 0) {
            RetryReport.of(settings, sender, log).print(screen);
        }
        CloseReport report = sender.flushAndClose(CLOSE_BOUND);
        Distribution.print(
                screen, deliveries.byPartition(), plan.key(), !settings.other().containsKey(PARTITIONER));
        summary(report);
    }

    private void summary(CloseReport report) {
        int sent = deliveries.acknowledged() + deliveries.failed();
        screen.line("");
        screen.line("flushed and closed: " + report.unacknowledged() + " without an acknowledgement at the close");
        String counts = "sent=" + sent + " of " + plan.messages() + " " + deliveries + " " + Say.seconds(since(began));
        if (deliveries.acknowledged() == plan.messages()) {
            screen.good(counts);
        } else {
            screen.error(counts);
        }
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }
}
