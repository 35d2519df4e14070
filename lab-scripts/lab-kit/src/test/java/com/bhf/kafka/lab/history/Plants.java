package com.bhf.kafka.lab.history;

/** One lie of each kind, to be told in an otherwise truthful run. */
final class Plants {

    private Plants() {}

    static void plant(ViolationKind kind, SimulatedRun run) {
        String event = run.newEvent();
        String id = SimulatedRun.id(event);
        switch (kind) {
            case LOST -> {
                run.accepted(event, 1, null);
                run.ended(id, "OK", "WRITTEN", 0, 1_000_000L);
            }
            case WRONG_CONTENT -> {
                run.accepted(event, 1, null);
                run.written(id, run.append(id, event, "another hash"));
            }
            case DUPLICATE -> {
                run.written(event);
                run.append(event);
            }
            case UNTRUTHFUL -> {
                run.accepted(event, 1, null);
                run.ended(id, "ERROR", "NOT_WRITTEN", null, null);
                run.append(event);
            }
            case WRONG_PLACE -> {
                run.accepted(event, 1, null);
                LogRecord record = run.append(event);
                run.ended(id, "OK", "WRITTEN", record.partition(), record.offset() + 1_000_000);
            }
            case SHARED_PLACE -> {
                String first = run.newEvent();
                run.accepted(first, 1, null);
                LogRecord record = run.append(first);
                run.written(SimulatedRun.id(first), record);
                run.accepted(event, 1, null);
                run.append(event);
                run.written(id, record);
            }
            case STUCK -> {
                run.accepted(event, 1, null);
                run.append(event);
                run.poll(id, 200, "PENDING", "UNKNOWN", false, null, null);
            }
            case UNDECIDED -> {
                run.accepted(event, 1, null);
                run.ended(id, "ERROR", "UNKNOWN", null, null);
            }
            case FORGOTTEN -> {
                run.accepted(event, 1, null);
                run.poll(id, 404, null, null, false, null, null);
            }
            case FORGOTTEN_BY_KILL -> {
                run.accepted(event, 1, null);
                run.kill();
                run.poll(id, 404, null, null, false, null, null);
            }
            case CHANGED_AFTER_FINAL -> {
                run.accepted(event, 1, null);
                LogRecord record = run.append(event);
                run.poll(id, 200, "ERROR", "NOT_WRITTEN", true, null, null);
                run.written(id, record);
            }
            case RETRY_DUPLICATE -> {
                run.cut(event, 1, event, false);
                run.append("id of the first attempt", event, SimulatedRun.hash(event));
                run.accepted(event, 2, event);
                run.written(id, run.append(event));
            }
            case REFUSED_BUT_WRITTEN -> {
                run.refused(event, 503);
                run.append(event);
            }
            case PHANTOM -> run.append("id of nobody", "event of nobody", "hash");
            case REORDERED -> {
                String later = run.newEvent();
                String key = "the key";
                run.accepted(event, key);
                run.accepted(later, key);
                LogRecord first = run.append(later, key, 7);
                run.written(SimulatedRun.id(later), first);
                run.written(id, run.append(event, key, 7));
            }
            case FAULT_NOT_SEEN -> {
                // A matter of the proxy's counters, not of the history.
            }
        }
    }
}
