package com.bhf.kafka.lab.broker;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends this process when its parent is gone. It asks who the parent is, not whether that process lives: an orphan
 * gets another parent at once, even while its old one is an unburied zombie, and a reused process id cannot mislead.
 */
public final class ParentWatch {

    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private ParentWatch() {}

    /** Starts a daemon thread and returns. */
    public static void endWith(long parentPid) {
        Thread watch = new Thread(() -> haltWhenOrphanOf(parentPid), "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static void haltWhenOrphanOf(long parentPid) {
        while (isChildOf(parentPid)) {
            LockSupport.parkNanos(PERIOD_NANOS);
        }
        Runtime.getRuntime().halt(OneLineErrors.FAILED);
    }

    private static boolean isChildOf(long parentPid) {
        return ProcessHandle.current()
                .parent()
                .map(parent -> parent.pid() == parentPid)
                .orElse(false);
    }
}
