package com.bhf.kafka.producer.delivery;

import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs sends in order within a lane, lanes side by side: a topic whose metadata cannot be had blocks
 * its own lane only. Lanes come and go with their tasks; how many tasks there are is bounded by the
 * engine's admission, and so are these queues.
 */
final class SendLanes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SendLanes.class);

    /** A send that may ask to be run again. */
    interface Task {
        /** @return null when done; otherwise how long the lane rests before it runs this task again */
        @Nullable Duration run();

        /** {@link #run} threw; it does not run again. */
        void failed(Throwable error);

        /** The lanes are finished. Comes at most late: a task that has begun must ignore it. */
        void abandoned();
    }

    private final Map<Object, Lane> lanes = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor threads;
    private final ScheduledExecutorService timer;
    private final Object emptied = new Object();
    private volatile boolean closed;
    private volatile boolean finished;

    SendLanes(String name, int maxThreads, ScheduledExecutorService timer) {
        this.timer = timer;
        this.threads = new ThreadPoolExecutor(
                maxThreads, maxThreads, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> daemon(name, task));
        threads.allowCoreThreadTimeOut(true);
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Puts the task at the end of its lane. Does not block. */
    void submit(Object laneKey, Task task) {
        lanes.compute(laneKey, (key, lane) -> {
            if (lane != null) {
                lane.tasks.add(task);
                return lane;
            }
            Lane fresh = new Lane(key);
            fresh.tasks.add(task);
            start(fresh);
            return fresh;
        });
        if (finished) {
            abandonRest();
        }
    }

    private void start(Lane lane) {
        try {
            threads.execute(lane::drain);
        } catch (RejectedExecutionException closed) {
            // Closed: what is left in the lanes is durable, or is abandoned.
        }
    }

    private final class Lane {
        private final Object key;
        private final Queue<Task> tasks = new ConcurrentLinkedQueue<>();

        Lane(Object key) {
            this.key = key;
        }

        private void drain() {
            boolean more = true;
            while (more && !closed) {
                Duration rest = runHead(tasks.element());
                if (rest != null) {
                    startAfter(rest);
                    return;
                }
                more = removeHead();
            }
        }

        private void startAfter(Duration rest) {
            try {
                timer.schedule(() -> start(this), rest.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException stopped) {
                // The timer is stopped after the lanes are closed: nothing would start.
            }
        }

        /** Whatever is thrown, the lane goes on: the sends behind have done nothing wrong. */
        private @Nullable Duration runHead(Task head) {
            try {
                return head.run();
            } catch (RuntimeException | Error e) {
                LOG.error("event=send-task-failed lane={}", key, e);
                head.failed(e);
                return null;
            }
        }

        /** A lane without tasks goes, in the same step in which nothing can be added to it. */
        private boolean removeHead() {
            Lane rest = lanes.computeIfPresent(key, (k, lane) -> {
                lane.tasks.remove();
                return lane.tasks.isEmpty() ? null : lane;
            });
            if (rest == null) {
                synchronized (emptied) {
                    emptied.notifyAll();
                }
            }
            return rest != null;
        }
    }

    /** Blocks until no lane has a task, for at most the timeout. */
    void awaitEmpty(Duration timeout) throws InterruptedException {
        long until = System.nanoTime() + timeout.toNanos();
        synchronized (emptied) {
            for (long left = timeout.toNanos(); !lanes.isEmpty() && left > 0; left = until - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(emptied, left);
            }
        }
    }

    /** Runs what is left in the lanes, for at most the timeout, then stops and abandons the rest. */
    void finish(Duration timeout) {
        threads.shutdown();
        try {
            threads.awaitTermination(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
        finished = true;
        abandonRest();
    }

    private void abandonRest() {
        lanes.values().forEach(lane -> lane.tasks.forEach(Task::abandoned));
    }

    /** Starts no further task. */
    @Override
    public void close() {
        closed = true;
        threads.shutdown();
    }
}
