package com.bhf.kafka.lab.bench;

import java.util.Locale;

/** Writes a drawing. Not thread-safe. */
final class Svg {

    private final StringBuilder out = new StringBuilder();

    Svg(int width, int height, String description) {
        add("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">", width, height, escaped(description));
    }

    void line(String style, double x1, double y1, double x2, double y2) {
        add("<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>", style, x1, y1, x2, y2);
    }

    /** @param anchor start, middle or end */
    void text(String style, String anchor, double x, double y, String text) {
        add(
                "<text class=\"%s\" text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>",
                style, anchor, x, y, escaped(text));
    }

    void upright(double x, double y, String text) {
        add(
                "<text text-anchor=\"middle\" transform=\"translate(%.1f %.1f) rotate(-90)\">%s</text>",
                x, y, escaped(text));
    }

    void bar(String colour, double x, double y, double width, double height, String hint) {
        add(
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"3\" fill=\"var(--%s)\"><title>%s</title>"
                        + "</rect>",
                x, y, Math.max(1, width), height, colour, escaped(hint));
    }

    void dot(String colour, double x, double y, double radius, String hint) {
        add(
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"var(--%s)\"><title>%s</title></circle>",
                x, y, radius, colour, escaped(hint));
    }

    void path(String colour, String points) {
        add("<polyline fill=\"none\" stroke=\"var(--%s)\" stroke-width=\"2\" points=\"%s\"/>", colour, points);
    }

    String end() {
        return out.append("</svg>").toString();
    }

    private void add(String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values));
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
