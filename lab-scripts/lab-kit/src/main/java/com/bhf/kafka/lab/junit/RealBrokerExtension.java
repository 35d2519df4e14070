package com.bhf.kafka.lab.junit;

import com.bhf.kafka.lab.broker.RealBroker;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives test constructors and methods that ask for a {@link RealBroker} the one broker of the JVM: started when
 * first asked for, gone with the JVM. It does not end with the run of JUnit: Surefire makes one of each class when it
 * has several JVMs. Share it freely, with topics of your own; a test that stops, kills or
 * pauses a broker launches its own.
 */
public final class RealBrokerExtension implements ParameterResolver {

    private static @Nullable RealBroker shared;

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RealBroker.class;
    }

    /** Blocks while the broker starts, the first time only. */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return shared();
    }

    /** The JVM's broker. Blocks while it starts, the first time only. */
    public static synchronized RealBroker shared() {
        if (shared == null) {
            shared = RealBroker.launch();
        }
        return shared;
    }
}
