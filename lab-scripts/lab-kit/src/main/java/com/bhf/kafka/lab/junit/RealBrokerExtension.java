package com.bhf.kafka.lab.junit;

import com.bhf.kafka.lab.broker.RealBroker;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives test constructors and methods that ask for a {@link RealBroker} the one broker of the test run: started when
 * first asked for, closed when the run ends. Share it freely, with topics of your own; a test that stops, kills or
 * pauses a broker launches its own.
 */
public final class RealBrokerExtension implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(RealBrokerExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RealBroker.class;
    }

    /** Blocks while the broker starts, the first time only. */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(RealBroker.class, key -> RealBroker.launch(), RealBroker.class);
    }
}
