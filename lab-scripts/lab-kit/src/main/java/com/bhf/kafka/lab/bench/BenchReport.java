package com.bhf.kafka.lab.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * All that one run of the benchmark found.
 *
 * @param begun ISO-8601, UTC
 */
record BenchReport(
        String begun,
        String commit,
        MachineFacts machine,
        int rounds,
        double seconds,
        int connections,
        List<Summary> summaries,
        List<Ratio> ratios,
        List<Study> studies,
        List<Measurement> measurements) {

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    String toJson() {
        try {
            return JSON.writeValueAsString(this) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report is plain data", e);
        }
    }

    /** @throws BenchException the file is not such a report */
    static BenchReport read(Path file) {
        try {
            return JSON.readValue(Files.readString(file), BenchReport.class);
        } catch (IOException e) {
            throw new BenchException(file + " is no result of this benchmark: " + e.getMessage(), e);
        }
    }

    boolean hasInvalid() {
        return measurements.stream().anyMatch(measurement -> !measurement.valid())
                || studies.stream().anyMatch(study -> study.problem() != null);
    }
}
