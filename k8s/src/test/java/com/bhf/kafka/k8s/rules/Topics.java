package com.bhf.kafka.k8s.rules;

import com.bhf.kafka.k8s.Manifest;
import com.bhf.kafka.k8s.Manifests;
import com.bhf.kafka.k8s.Repository;
import com.bhf.kafka.k8s.Rule;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The topics are those of up.sh, with as many partitions. */
public final class Topics implements Rule {
    private static final Pattern LIST = Pattern.compile("(?s)\nTOPICS=\\((.*?)\n\\)");
    private static final Pattern TOPIC = Pattern.compile("(?m)^\\s+\"?([\\w.-]+):(\\d+)");

    @Override
    public List<String> violations(Manifests manifests) {
        Map<String, Integer> here = new TreeMap<>();
        manifests
                .kind("KafkaTopic")
                .forEach(topic ->
                        here.put(topicName(topic), topic.at("/spec/partitions").asInt()));
        Map<String, Integer> there = ofTheLab();
        return here.equals(there) ? List.of() : List.of("the topics are " + here + ", those of up.sh " + there);
    }

    private static String topicName(Manifest topic) {
        return topic.at("/spec/topicName").asText(topic.name());
    }

    private static Map<String, Integer> ofTheLab() {
        Matcher list = LIST.matcher(Repository.read("lab-scripts/up.sh"));
        Map<String, Integer> topics = new TreeMap<>();
        if (list.find()) {
            TOPIC.matcher(list.group(1))
                    .results()
                    .forEach(topic -> topics.put(topic.group(1), Integer.valueOf(topic.group(2))));
        }
        return topics;
    }
}
