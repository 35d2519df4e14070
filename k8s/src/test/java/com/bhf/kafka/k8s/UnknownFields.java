package com.bhf.kafka.k8s;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Quantity;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds what the models could not place, at any depth. */
final class UnknownFields {
    private static final String ADDITIONAL = "getAdditionalProperties";
    private static final Set<Class<?>> LEAVES = Set.of(IntOrString.class, Quantity.class);

    private final List<String> found = new ArrayList<>();

    private UnknownFields() {}

    static List<String> in(Object model, String name) {
        UnknownFields fields = new UnknownFields();
        fields.walk(model, name);
        return fields.found;
    }

    private void walk(Object value, String path) {
        if (value instanceof Collection<?> items) {
            int index = 0;
            for (Object item : items) {
                walk(item, path + "[" + index++ + "]");
            }
        } else if (value instanceof Map<?, ?> pairs) {
            pairs.forEach((key, item) -> walk(item, path + "." + key));
        } else if (isModel(value)) {
            for (Method getter : value.getClass().getMethods()) {
                visit(value, getter, path);
            }
        }
    }

    private void visit(Object model, Method getter, String path) {
        if (getter.getName().equals(ADDITIONAL)) {
            Map<?, ?> unknown = (Map<?, ?>) call(model, getter);
            if (unknown != null) {
                unknown.keySet().forEach(key -> found.add(path + ": unknown field '" + key + "'"));
            }
        } else if (isProperty(getter)) {
            String field = path + "." + getter.getName().substring(3);
            Object value = call(model, getter);
            if (value != null && getter.isAnnotationPresent(Deprecated.class) && isStrimzi(model)) {
                found.add(field + ": not a field of the v1 API");
            }
            walk(value, field);
        }
    }

    private static boolean isModel(Object value) {
        if (value == null || value instanceof Enum<?> || LEAVES.contains(value.getClass())) {
            return false;
        }
        return isStrimzi(value) || value.getClass().getName().startsWith("io.fabric8.");
    }

    /** Its models have the fields of older API versions too, marked as deprecated. */
    private static boolean isStrimzi(Object model) {
        return model.getClass().getName().startsWith("io.strimzi.");
    }

    private static boolean isProperty(Method method) {
        return method.getName().startsWith("get")
                && method.getParameterCount() == 0
                && !Modifier.isStatic(method.getModifiers())
                && !method.isAnnotationPresent(JsonIgnore.class);
    }

    private static Object call(Object model, Method getter) {
        try {
            return getter.invoke(model);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(getter + " of " + model.getClass(), e);
        }
    }
}
