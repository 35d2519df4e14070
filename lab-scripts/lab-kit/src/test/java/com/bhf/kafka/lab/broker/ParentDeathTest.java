package com.bhf.kafka.lab.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("process")
@Timeout(60)
class ParentDeathTest {

    @TempDir
    private Path folder;

    @Test
    void shouldEndBrokerWhenItsParentIsKilled() throws Exception {
        Process parent = startParent();
        ProcessHandle broker = brokerOf(parent);

        parent.destroyForcibly();

        assertThat(broker.onExit().get(10, TimeUnit.SECONDS).isAlive()).isFalse();
    }

    @Test
    void shouldEndBrokerAndDeleteDataWhenItsParentExitsWithoutClosing() throws Exception {
        Process parent = startParent();
        ProcessHandle broker = brokerOf(parent);
        assertThat(folder).isNotEmptyDirectory();

        parent.destroy();

        assertThat(parent.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(broker.onExit().get(10, TimeUnit.SECONDS).isAlive()).isFalse();
        assertThat(folder).isEmptyDirectory();
    }

    private Process startParent() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-Djava.io.tmpdir=" + folder,
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static ProcessHandle brokerOf(Process parent) throws IOException {
        BufferedReader out = new BufferedReader(new InputStreamReader(parent.getInputStream(), UTF_8));
        return ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();
    }

    /** Stands for a test JVM: has a broker, and does not close it. */
    static final class Parent {

        private Parent() {}

        public static void main(String[] args) throws InterruptedException {
            System.out.println(RealBroker.launch().pid());
            Thread.currentThread().join();
        }
    }
}
