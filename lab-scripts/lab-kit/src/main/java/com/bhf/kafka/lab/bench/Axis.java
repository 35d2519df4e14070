package com.bhf.kafka.lab.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where values lie on a line of pixels, and at which round values it is marked. */
record Axis(double low, double high, double from, double to, boolean logarithmic) {

    private static final int MARKS = 5;

    /** From 0 to a round value that is not below the largest. */
    static Axis linear(double largest, double from, double to) {
        double step = step(largest > 0 ? largest : 1);
        return new Axis(0, step * Math.ceil((largest > 0 ? largest : 1) / step - 1e-9), from, to, false);
    }

    /** From the power of ten below the smallest to the one above the largest; both are positive. */
    static Axis logarithmic(double smallest, double largest, double from, double to) {
        double low = Math.pow(10, Math.floor(Math.log10(smallest)));
        double high = Math.pow(10, Math.ceil(Math.log10(largest)));
        return new Axis(low, high > low ? high : low * 10, from, to, true);
    }

    private static double step(double largest) {
        double power = Math.pow(10, Math.floor(Math.log10(largest / MARKS)));
        double share = largest / MARKS / power;
        return power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
    }

    double at(double value) {
        double bounded = Math.min(high, Math.max(low, value));
        double share = logarithmic ? Math.log(bounded / low) / Math.log(high / low) : (bounded - low) / (high - low);
        return from + share * (to - from);
    }

    List<Double> marks() {
        List<Double> marks = new ArrayList<>();
        if (logarithmic) {
            for (double mark = low; mark <= high * 1.001; mark *= 10) {
                marks.add(mark);
            }
        } else {
            double step = step(high);
            for (int i = 0; i * step <= high * 1.001; i++) {
                marks.add(i * step);
            }
        }
        return marks;
    }

    /** Short, and the same in every locale. */
    static String text(double value) {
        double size = Math.abs(value);
        if (size >= 1e6) {
            return trimmed(value / 1e6) + "M";
        }
        return size >= 10_000 ? trimmed(value / 1e3) + "k" : trimmed(value);
    }

    private static String trimmed(double value) {
        double size = Math.abs(value);
        int digits = size == 0 || size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.01 ? 3 : 5;
        String text = String.format(Locale.ROOT, "%,." + digits + "f", value);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }
}
