package com.bhf.kafka.lab.crash;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How to start the service.
 *
 * @param jvmArguments before the class path; those of the JVM's own speed are added
 * @param classPath a jar, or a class path
 * @param mainClass its entry
 */
public record ServiceCommand(List<String> jvmArguments, String classPath, String mainClass) {

    public ServiceCommand {
        jvmArguments = List.copyOf(jvmArguments);
    }

    public List<String> line() {
        List<String> line = javaOn("-Xmx384m");
        line.addAll(jvmArguments);
        line.addAll(List.of("-cp", classPath, mainClass));
        return line;
    }

    /** Another program out of the same class path. */
    public List<String> line(String otherMain, List<String> arguments) {
        List<String> line = javaOn("-Xmx256m");
        line.addAll(List.of("-cp", classPath, otherMain));
        line.addAll(arguments);
        return line;
    }

    private static List<String> javaOn(String heap) {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
    }
}
