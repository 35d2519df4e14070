package com.bhf.kafka.lab.proxy;

import java.util.Map;

/** Looks at a server from outside. */
interface ConformanceSuite {

    /** What was seen, by the name of the case: the same text for each server that behaves the same. */
    Map<String, String> observe(Target target) throws Exception;
}
