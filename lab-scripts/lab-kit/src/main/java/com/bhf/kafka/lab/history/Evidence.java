package com.bhf.kafka.lab.history;

/** All that is known at the end of a run. */
record Evidence(History history, RecordIndex log, FaultEvidence faults, CheckSettings settings) {}
