/** A PostgreSQL for the lab, whose binaries come from Maven: nothing to install. */
@NullMarked
package com.bhf.kafka.lab.store;

import org.jspecify.annotations.NullMarked;
