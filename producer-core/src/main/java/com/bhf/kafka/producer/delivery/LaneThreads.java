package com.bhf.kafka.producer.delivery;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One thread does what there is to do; for each that is stuck another one is added, up to a limit. A send takes
 * microseconds unless it blocks: many threads would mostly wake each other. How much is queued is bounded by who
 * submits. Thread-safe.
 */
final class LaneThreads implements Executor {
    /** A thread that has not gone on for this long is stuck. */
    static final Duration STUCK = Duration.ofMillis(10);

    private static final int IDLE_SECONDS = 10;

    private final int maxThreads;
    private final ThreadPoolExecutor pool;
    private final ScheduledExecutorService timer;
    private final List<LaneThread> threads = new CopyOnWriteArrayList<>();
    private final AtomicBoolean watching = new AtomicBoolean();

    /** Counts its turns, so that one can see whether it goes on. */
    private static final class LaneThread extends Thread {
        private volatile long turns;
        private volatile boolean busy;
        /** Of the timer's thread only. */
        private long turnsSeen;

        LaneThread(String name, Runnable task) {
            super(task, name);
            setDaemon(true);
        }

        boolean isStuck() {
            boolean stuck = busy && turns == turnsSeen;
            turnsSeen = turns;
            return stuck;
        }
    }

    LaneThreads(String name, int maxThreads, ScheduledExecutorService timer) {
        this.maxThreads = maxThreads;
        this.timer = timer;
        this.pool = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> thread(name, task));
        pool.allowCoreThreadTimeOut(true);
    }

    private LaneThread thread(String name, Runnable task) {
        LaneThread thread = new LaneThread(name, task);
        threads.add(thread);
        return thread;
    }

    /**
     * Does not block.
     *
     * @throws RejectedExecutionException it is shut down
     */
    @Override
    public void execute(Runnable task) {
        pool.execute(() -> run(task));
        watch();
    }

    private static void run(Runnable task) {
        LaneThread thread = (LaneThread) Thread.currentThread();
        tookATurn();
        thread.busy = true;
        try {
            task.run();
        } finally {
            thread.busy = false;
        }
    }

    /** Called on one of these threads, between two steps of a task none of which should take long. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // only the thread itself writes it
    static void tookATurn() {
        ((LaneThread) Thread.currentThread()).turns++;
    }

    private void watch() {
        if (watching.compareAndSet(false, true)) {
            try {
                timer.schedule(this::look, STUCK.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException stopped) {
                // The timer is stopped last of all: nothing is to be run any more.
            }
        }
    }

    private void look() {
        watching.set(false);
        threads.removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
        int stuck = (int) threads.stream().filter(LaneThread::isStuck).count();
        resize(Math.min(stuck + 1, maxThreads));
        if (stuck > 0 || pool.getActiveCount() > 0 || !pool.getQueue().isEmpty()) {
            watch();
        }
    }

    /** A maximum that is exceeded ends idle threads at once; those that are stuck end when they are not any more. */
    private void resize(int count) {
        if (count > pool.getMaximumPoolSize()) {
            pool.setMaximumPoolSize(count);
            pool.setCorePoolSize(count);
        } else if (count < pool.getMaximumPoolSize()) {
            pool.setCorePoolSize(count);
            pool.setMaximumPoolSize(count);
        }
    }

    /** Takes no more; what is queued is run. */
    void shutdown() {
        pool.shutdown();
    }

    /** Blocks until all has run, for at most the timeout. */
    void awaitTermination(Duration timeout) throws InterruptedException {
        pool.awaitTermination(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }
}
