/**
 * Runs the service as a user does, does to it and to what it stands on what happens in the world, and lets
 * {@link com.bhf.kafka.lab.history.HistoryCheck} say whether it kept its promises.
 */
@NullMarked
package com.bhf.kafka.lab.crash;

import org.jspecify.annotations.NullMarked;
