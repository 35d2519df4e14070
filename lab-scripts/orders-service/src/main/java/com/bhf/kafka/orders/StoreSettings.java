package com.bhf.kafka.orders;

import com.bhf.kafka.producer.InvalidSettingException;
import java.util.Locale;

/** Where applied orders are kept. {@link #toString} shows neither the password nor the URL's options. */
record StoreSettings(String url, String user, String password) {
    static final String URL = "ORDERS_STORE_URL";
    private static final String H2 = "jdbc:h2:";
    private static final String WRITE_DELAY = ";WRITE_DELAY=";

    static StoreSettings from(Variables variables) {
        String url = variables.text(URL, "jdbc:h2:file:./data/orders");
        if (!url.startsWith(H2) && !url.startsWith("jdbc:postgresql:")) {
            throw new InvalidSettingException(URL, printable(url), "a URL with jdbc:h2: or jdbc:postgresql:");
        }
        return new StoreSettings(
                withDurableCommits(url),
                variables.text("ORDERS_STORE_USER", url.startsWith(H2) ? "sa" : ""),
                variables.text("ORDERS_STORE_PASSWORD", ""));
    }

    /** By default H2 writes a commit half a second later, and {@code kill -9} loses it. */
    private static String withDurableCommits(String url) {
        boolean missing = url.startsWith(H2) && !url.toUpperCase(Locale.ROOT).contains(WRITE_DELAY);
        return missing ? url + WRITE_DELAY + "0" : url;
    }

    private static String printable(String url) {
        return url.split("[;?]", 2)[0].replaceFirst("//.*@", "//");
    }

    @Override
    public String toString() {
        return "StoreSettings[url=" + printable(url) + ", user=" + user + "]";
    }
}
