package com.bhf.kafka.statusstore;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;

/** A data source whose next commit loses its answer, as when the network goes down: with or without taking effect. */
final class FaultyCommits {
    enum Fault {
        LOSE_THE_COMMIT,
        LOSE_THE_ANSWER
    }

    private final AtomicInteger commitsBefore = new AtomicInteger();
    private final AtomicReference<Fault> next = new AtomicReference<>();
    private final DataSource target;

    FaultyCommits(DataSource target) {
        this.target = target;
    }

    void failNextCommit(Fault fault) {
        failAfter(0, fault);
    }

    /** Lets some commits succeed first. */
    void failAfter(int commits, Fault fault) {
        commitsBefore.set(commits);
        next.set(fault);
    }

    DataSource dataSource() {
        return proxy(DataSource.class, (method, arguments) -> {
            Object result = call(target, method, arguments);
            return result instanceof Connection connection ? faulty(connection) : result;
        });
    }

    private Connection faulty(Connection connection) {
        return proxy(Connection.class, (method, arguments) -> {
            Fault fault = method.getName().equals("commit") && commitsBefore.getAndDecrement() <= 0
                    ? next.getAndSet(null)
                    : null;
            if (fault == Fault.LOSE_THE_COMMIT) {
                connection.rollback();
                throw new SQLException("The connection broke", "08006");
            }
            Object result = call(connection, method, arguments);
            if (fault == Fault.LOSE_THE_ANSWER) {
                throw new SQLException("The connection broke", "08006");
            }
            return result;
        });
    }

    private interface Handler {
        Object handle(Method method, Object[] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Handler handler) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> handler.handle(method, arguments)));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
