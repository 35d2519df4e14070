package com.bhf.kafka.lab.orders;

import com.bhf.kafka.lab.crash.ChildProcess;
import com.bhf.kafka.lab.crash.CrashTestException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/** Runs the test of the orders service. */
public final class OrdersTest {

    private OrdersTest() {}

    /**
     * Blocks until it is over. Processes that it has started are gone then, also when this JVM is ended meanwhile.
     *
     * @param quiet how long nothing may change before what is missing counts as lost
     * @throws CrashTestException the test could not be carried through; the folder with the logs stays
     */
    public static OrdersReport run(OrdersTestOptions options, Duration quiet) {
        Path folder = newFolder(options);
        Thread atExit = new Thread(ChildProcess::endAll, "orders-test-cleanup");
        Runtime.getRuntime().addShutdownHook(atExit);
        OrdersReport report = new OrdersReport();
        try (OrdersLab lab = new OrdersLab(options, folder)) {
            runParts(options, lab, report, quiet);
        } catch (IOException e) {
            throw new CrashTestException("the service does not answer; its logs are in " + folder, e);
        } finally {
            ChildProcess.endAll();
            Runtime.getRuntime().removeShutdownHook(atExit);
        }
        if (report.violations().isEmpty()) {
            delete(folder);
        } else {
            report.say("logs         " + folder);
        }
        return report;
    }

    private static void runParts(OrdersTestOptions options, OrdersLab lab, OrdersReport report, Duration quiet)
            throws IOException {
        if (options.orders() > 0) {
            new ProcessingRun(options, lab, report).run(quiet);
            sayTime(report);
        }
        if (options.others() > 0) {
            new StuckRun(options, lab, report).run();
            sayTime(report);
        }
        if (options.replayed() > 0) {
            new ReplayRun(options, lab, report).run();
            sayTime(report);
        }
    }

    private static void sayTime(OrdersReport report) {
        report.say("             after " + ManagementFactory.getRuntimeMXBean().getUptime() / 1_000 + " s");
    }

    private static Path newFolder(OrdersTestOptions options) {
        try {
            Path parent = options.work();
            return parent == null
                    ? Files.createTempDirectory("orders-test-")
                    : Files.createTempDirectory(Files.createDirectories(parent).toAbsolutePath(), "orders-test-");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a temporary folder", e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder, e);
        }
    }
}
