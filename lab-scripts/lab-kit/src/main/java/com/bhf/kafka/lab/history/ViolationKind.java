package com.bhf.kafka.lab.history;

/** What a check can find. Each kind belongs to one check, and one mistake of the service shows as one kind. */
public enum ViolationKind {
    LOST(1, "said to be written, but there is no record"),
    WRONG_CONTENT(1, "the record is not what was sent"),
    DUPLICATE(2, "more than one record with one request-id"),
    UNTRUTHFUL(3, "said to be not written, but there is a record"),
    WRONG_PLACE(4, "said to be written at a place where it is not"),
    SHARED_PLACE(4, "two requests said to be written at one place"),
    STUCK(5, "not final in time"),
    UNDECIDED(5, "final, and neither written nor not written"),
    FORGOTTEN(5, "accepted, and later unknown"),
    CHANGED_AFTER_FINAL(6, "a final status changed"),
    FORGOTTEN_BY_KILL(7, "accepted just before a kill, and unknown after it"),
    RETRY_DUPLICATE(8, "attempts of one request made more than one record"),
    REFUSED_BUT_WRITTEN(9, "refused, but there is a record"),
    PHANTOM(9, "a record that nobody sent"),
    REORDERED(10, "a later send of a key stands before an earlier one"),
    FAULT_NOT_SEEN(12, "a fault was asked for and never happened");

    private final int check;
    private final String meaning;

    ViolationKind(int check, String meaning) {
        this.check = check;
        this.meaning = meaning;
    }

    /** The number of the check in the list of twelve; 11, the control arms, is not a check of a history. */
    public int check() {
        return check;
    }

    public String meaning() {
        return meaning;
    }
}
