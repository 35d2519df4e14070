package com.bhf.kafka.orders;

import com.bhf.kafka.producer.InvalidSettingException;
import java.time.Duration;
import java.util.Map;

/** Settings as environment variables give them. What is absent or blank takes its default; what is wrong is refused. */
record Variables(Map<String, String> values) {

    Variables {
        values = Map.copyOf(values);
    }

    String text(String name, String byDefault) {
        String value = values.getOrDefault(name, "").strip();
        return value.isEmpty() ? byDefault : value;
    }

    String matching(String name, String byDefault, String pattern, String allowed) {
        String value = text(name, byDefault);
        if (!value.matches(pattern)) {
            throw new InvalidSettingException(name, value, allowed);
        }
        return value;
    }

    boolean flag(String name, boolean byDefault) {
        return Boolean.parseBoolean(matching(name, String.valueOf(byDefault), "true|false", "true or false"));
    }

    int number(String name, int byDefault, int min, int max) {
        String value = text(name, String.valueOf(byDefault));
        if (value.matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        }
        throw new InvalidSettingException(name, value, "a whole number from " + min + " to " + max);
    }

    Duration millis(String name, int byDefault, int min, int max) {
        return Duration.ofMillis(number(name, byDefault, min, max));
    }

    double decimal(String name, double byDefault, double min, double max) {
        String value = text(name, String.valueOf(byDefault));
        if (value.matches("[0-9]{1,4}(\\.[0-9]{1,6})?")) {
            double number = Double.parseDouble(value);
            if (number >= min && number <= max) {
                return number;
            }
        }
        throw new InvalidSettingException(name, value, "a number from " + min + " to " + max);
    }
}
