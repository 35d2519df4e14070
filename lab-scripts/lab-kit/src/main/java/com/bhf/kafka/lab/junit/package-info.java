/**
 * JUnit 5 extensions that hand a real broker to tests. JUnit itself comes from the test scope of the module that
 * uses them.
 */
@NullMarked
package com.bhf.kafka.lab.junit;

import org.jspecify.annotations.NullMarked;
