package com.bhf.kafka.producer;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.NullMarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to tell the class of a failure: on the producer's I/O thread, once per failed record. */
@NullMarked
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ErrorClassifierBenchmark {

    private final Throwable retriable = new TimeoutException("expired");
    private final Throwable rejected = new RecordTooLargeException("too large");
    private final Throwable wrapped = new CompletionException(new ExecutionException(retriable));

    @Benchmark
    public ErrorKind retriable() {
        return ErrorClassifier.classify(retriable);
    }

    @Benchmark
    public ErrorKind rejected() {
        return ErrorClassifier.classify(rejected);
    }

    @Benchmark
    public ErrorKind wrappedTwice() {
        return ErrorClassifier.classify(wrapped);
    }
}
