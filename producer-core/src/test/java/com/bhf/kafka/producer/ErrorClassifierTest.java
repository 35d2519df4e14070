package com.bhf.kafka.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApplicationRecoverableException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorClassifierTest {

    static Stream<Map.Entry<Throwable, ErrorKind>> known() {
        return Stream.of(
                Map.entry(new TimeoutException("t"), ErrorKind.RETRIABLE),
                Map.entry(new BufferExhaustedException("b"), ErrorKind.RETRIABLE),
                Map.entry(new NetworkException("n"), ErrorKind.RETRIABLE),
                Map.entry(new NotEnoughReplicasAfterAppendException("n"), ErrorKind.RETRIABLE),
                Map.entry(new UnknownTopicOrPartitionException("u"), ErrorKind.RETRIABLE),
                Map.entry(new OutOfOrderSequenceException("o"), ErrorKind.RETRIABLE),
                Map.entry(new CircuitOpenException(Duration.ofSeconds(1)), ErrorKind.RETRIABLE),
                Map.entry(new RecordTooLargeException("r"), ErrorKind.REJECTED),
                Map.entry(new RecordBatchTooLargeException("r"), ErrorKind.REJECTED),
                Map.entry(new SerializationException("s"), ErrorKind.REJECTED),
                Map.entry(new InvalidTopicException("i"), ErrorKind.REJECTED),
                Map.entry(new TopicAuthorizationException("t"), ErrorKind.REJECTED),
                Map.entry(new UnknownServerException("u"), ErrorKind.REJECTED),
                Map.entry(new IllegalArgumentException("i"), ErrorKind.REJECTED),
                Map.entry(new NullPointerException("n"), ErrorKind.REJECTED),
                Map.entry(new ClusterAuthorizationException("c"), ErrorKind.FATAL),
                Map.entry(new ProducerFencedException("p"), ErrorKind.FATAL),
                Map.entry(new SaslAuthenticationException("s"), ErrorKind.FATAL),
                Map.entry(new UnsupportedVersionException("u"), ErrorKind.FATAL),
                Map.entry(new IllegalStateException("closed"), ErrorKind.FATAL),
                Map.entry(new KafkaException("error state"), ErrorKind.FATAL));
    }

    @ParameterizedTest
    @MethodSource("known")
    void shouldClassifyWhenTheErrorIsKnown(Map.Entry<Throwable, ErrorKind> expected) {
        // When
        ErrorKind kind = ErrorClassifier.classify(expected.getKey());

        // Then
        assertThat(kind).isEqualTo(expected.getValue());
    }

    @ParameterizedTest
    @MethodSource("known")
    void shouldSeeTheSameWhenTheErrorIsWrapped(Map.Entry<Throwable, ErrorKind> expected) {
        // Given
        Throwable wrapped = new CompletionException(new ExecutionException(new CompletionException(expected.getKey())));

        // When
        ErrorKind kind = ErrorClassifier.classify(wrapped);

        // Then
        assertThat(kind).isEqualTo(expected.getValue());
    }

    @Test
    void shouldRestoreNothingOfTheInterruptWhenInterruptIsClassified() {
        // Given
        InterruptException interrupted = new InterruptException("i");
        Thread.interrupted();

        // When
        ErrorKind kind = ErrorClassifier.classify(interrupted);

        // Then
        assertThat(kind).isEqualTo(ErrorKind.RETRIABLE);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    /** Each exception class of the client's jar falls into its kind by Kafka's supertypes; none makes the classifier throw. */
    @ParameterizedTest
    @MethodSource("exceptionClassesOfTheClient")
    void shouldFollowTheSupertypeWhenTheClassIsAnyOfKafkas(Class<? extends Throwable> type) throws Exception {
        // Given
        Throwable error = instantiate(type);

        // When
        ErrorKind kind = ErrorClassifier.classify(error);

        // Then
        assertThat(kind).isEqualTo(expectedKind(type));
        Thread.interrupted();
    }

    private static ErrorKind expectedKind(Class<?> type) {
        // UnknownProducerIdException, for one, is an OutOfOrderSequenceException: the client bumps its epoch for both.
        if (RetriableException.class.isAssignableFrom(type)
                || OutOfOrderSequenceException.class.isAssignableFrom(type)) {
            return ErrorKind.RETRIABLE;
        }
        if (ApplicationRecoverableException.class.isAssignableFrom(type)
                || AuthenticationException.class.isAssignableFrom(type)) {
            return ErrorKind.FATAL;
        }
        // What Kafka's supertypes do not tell, and TransactionManager and the client's Javadoc do.
        return switch (type.getSimpleName()) {
            case "ClusterAuthorizationException", "UnsupportedVersionException" -> ErrorKind.FATAL;
            case "InterruptException" -> ErrorKind.RETRIABLE;
            default -> ErrorKind.REJECTED;
        };
    }

    static List<Class<? extends Throwable>> exceptionClassesOfTheClient() throws Exception {
        URI jar = URI.create("jar:"
                + RetriableException.class.getProtectionDomain().getCodeSource().getLocation());
        try (FileSystem files = FileSystems.newFileSystem(jar, Map.of());
                Stream<Path> classes = Files.list(files.getPath("org/apache/kafka/common/errors"))) {
            List<Class<? extends Throwable>> types = classes.map(path -> path.toString()
                            .replaceFirst("^/", "")
                            .replace('/', '.')
                            .replaceFirst("\\.class$", ""))
                    .<Class<?>>map(ErrorClassifierTest::load)
                    .filter(Throwable.class::isAssignableFrom)
                    .<Class<? extends Throwable>>map(type -> type.asSubclass(Throwable.class))
                    .filter(type -> !Modifier.isAbstract(type.getModifiers()))
                    .toList();
            assertThat(types).as("the package was found").hasSizeGreaterThan(100);
            return types;
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Throwable instantiate(Class<? extends Throwable> type) throws Exception {
        List<Constructor<?>> simplestFirst = Arrays.stream(type.getDeclaredConstructors())
                .sorted(Comparator.comparingInt(Constructor::getParameterCount))
                .toList();
        for (Constructor<?> constructor : simplestFirst) {
            constructor.setAccessible(true);
            try {
                return (Throwable) constructor.newInstance(Arrays.stream(constructor.getParameterTypes())
                        .map(ErrorClassifierTest::some)
                        .toArray());
            } catch (InvocationTargetException refused) {
                // The next constructor may take what there is.
            }
        }
        throw new IllegalStateException("No constructor of " + type + " works");
    }

    private static Object some(Class<?> type) {
        if (type == String.class) {
            return "text";
        }
        if (type == int.class || type == Integer.class) {
            return 0;
        }
        if (type == long.class || type == Long.class) {
            return 0L;
        }
        if (type == boolean.class) {
            return false;
        }
        if (type == java.util.Set.class) {
            return java.util.Set.of();
        }
        return type == Map.class ? Map.of() : null;
    }

    @Test
    void shouldEndWhenWrappersCauseEachOther() {
        // Given
        CompletionException outer = new CompletionException("outer", null) {
            private static final long serialVersionUID = 1L;

            @Override
            public synchronized Throwable getCause() {
                return this;
            }
        };
        ExecutionException first = new ExecutionException("first", null) {
            private static final long serialVersionUID = 1L;

            @Override
            public synchronized Throwable getCause() {
                return new CompletionException(this);
            }
        };

        // When
        List<ErrorKind> kinds = assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> List.of(ErrorClassifier.classify(outer), ErrorClassifier.classify(first)));

        // Then
        assertThat(kinds).containsOnly(ErrorKind.REJECTED);
    }

    @Test
    void shouldClassifyTheWrapperItselfWhenItHasNoCause() {
        // When
        ErrorKind kind = ErrorClassifier.classify(new ExecutionException("nothing inside", null));

        // Then
        assertThat(kind).isEqualTo(ErrorKind.REJECTED);
    }

    @Test
    void shouldKnowAnUnknownTopicWhenTheClusterSaidSo() {
        // Given
        Throwable said = new UnknownTopicOrPartitionException("no such topic");
        Throwable saidWhileWaiting = new TimeoutException("Topic t not present in metadata", said);
        Throwable silence = new TimeoutException("Topic t not present in metadata");

        // When
        List<Boolean> answers = Stream.of(said, saidWhileWaiting, new CompletionException(saidWhileWaiting), silence)
                .map(ErrorClassifier::isUnknownTopic)
                .toList();

        // Then
        assertThat(answers).containsExactly(true, true, true, false);
    }
}
