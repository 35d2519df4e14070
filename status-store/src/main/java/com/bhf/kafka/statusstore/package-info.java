/**
 * Keeps the status of accepted sends: in memory, or durably in a database over JDBC. Start at {@link
 * com.bhf.kafka.statusstore.StatusStores}.
 */
@NullMarked
package com.bhf.kafka.statusstore;

import org.jspecify.annotations.NullMarked;
