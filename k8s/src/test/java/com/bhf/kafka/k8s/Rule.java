package com.bhf.kafka.k8s;

import java.util.List;

/** Something that holds for every overlay. */
@FunctionalInterface
public interface Rule {
    /** One line for each place where it does not hold. */
    List<String> violations(Manifests manifests);
}
