package com.bhf.kafka.lab.broker;

/** The three ports that one node binds. */
record BrokerPorts(int direct, int faulty, int controller) {}
