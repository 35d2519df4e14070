package com.bhf.kafka.lab.orders;

import com.bhf.kafka.lab.broker.Deadline;
import com.bhf.kafka.lab.crash.CrashTestException;
import com.bhf.kafka.lab.crash.Pause;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;

/** Waits for what will be true soon. */
final class Quiet {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private Quiet() {}

    /** Until the value is the wanted one, or has not changed for so long. Returns whether it is. */
    static <T> boolean await(T wanted, Duration unchanged, Callable<T> look) {
        T last = null;
        Deadline deadline = Deadline.in(unchanged);
        while (!deadline.hasPassed()) {
            T seen = at(look);
            if (seen.equals(wanted)) {
                return true;
            }
            if (!Objects.equals(seen, last)) {
                last = seen;
                deadline = Deadline.in(unchanged);
            }
            Pause.of(BETWEEN_LOOKS);
        }
        return false;
    }

    private static <T> T at(Callable<T> look) {
        try {
            return look.call();
        } catch (IOException e) {
            throw new CrashTestException("the service does not answer", e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new CrashTestException("cannot look", e);
        }
    }
}
