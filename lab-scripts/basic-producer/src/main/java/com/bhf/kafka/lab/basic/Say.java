package com.bhf.kafka.lab.basic;

import com.bhf.kafka.producer.CircuitOpenException;
import com.bhf.kafka.producer.SendOutcome;
import com.bhf.kafka.producer.SendOutcome.Acknowledged;
import com.bhf.kafka.producer.SendOutcome.Failed;
import com.bhf.kafka.producer.SendOutcome.NotWritten;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Words for what becomes of a send. */
final class Say {
    private Say() {}

    static String delivered(int number, Acknowledged ack) {
        return "delivered " + number + ": partition=" + ack.partition() + " offset=" + ack.offset() + " timestamp="
                + Instant.ofEpochMilli(ack.timestamp());
    }

    static String failed(int number, Failed failed, Duration elapsed) {
        String what = "error " + number + ": ";
        if (failed.cause() instanceof CircuitOpenException) {
            return what + "refused at once (" + elapsed.toMillis() + " ms), certainly not written: "
                    + failed.cause().getMessage();
        }
        return what + certainty(failed) + ", " + seconds(elapsed) + ": " + error(failed.cause());
    }

    private static String certainty(SendOutcome failed) {
        return failed instanceof NotWritten ? "certainly not written" : "perhaps written, only the log can tell";
    }

    static String error(Throwable cause) {
        return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }

    static String seconds(Duration elapsed) {
        return String.format(Locale.ROOT, "after %.1f s", elapsed.toMillis() / 1000.0);
    }
}
