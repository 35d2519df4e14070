package com.bhf.kafka.lab.bench;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * How many bytes the threads of a JVM have allocated. It is asked from outside, so the service needs no flag and no
 * code. Threads that end take their share with them; those of the service live as long as it does.
 */
final class AllocationProbe implements AutoCloseable {

    private final JMXConnector connector;
    private final ThreadMXBean threads;

    private AllocationProbe(JMXConnector connector, ThreadMXBean threads) {
        this.connector = connector;
        this.threads = threads;
    }

    // The address is the one that the service's own JVM has just told, of this machine.
    @SuppressWarnings("BanJNDI")
    static AllocationProbe of(long pid) {
        try {
            VirtualMachine machine = VirtualMachine.attach(String.valueOf(pid));
            try {
                JMXConnector connector =
                        JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
                ThreadMXBean threads = ManagementFactory.newPlatformMXBeanProxy(
                        connector.getMBeanServerConnection(), ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
                return new AllocationProbe(connector, threads);
            } finally {
                machine.detach();
            }
        } catch (IOException | AttachNotSupportedException e) {
            throw new BenchException("cannot ask JVM " + pid + " what it allocates: " + e.getMessage(), e);
        }
    }

    long bytes() {
        long[] perThread = threads.getThreadAllocatedBytes(threads.getAllThreadIds());
        return Arrays.stream(perThread).filter(bytes -> bytes > 0).sum();
    }

    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException e) {
            // The service has ended before.
        }
    }
}
