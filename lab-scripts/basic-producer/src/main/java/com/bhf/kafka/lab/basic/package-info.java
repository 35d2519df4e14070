/** Lab 1.2A: a plain program that embeds producer-core, and the exercises around it. */
@NullMarked
package com.bhf.kafka.lab.basic;

import org.jspecify.annotations.NullMarked;
