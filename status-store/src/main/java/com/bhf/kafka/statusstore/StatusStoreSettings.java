package com.bhf.kafka.statusstore;

import com.bhf.kafka.producer.InvalidSettingException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where the statuses are kept. Immutable; {@link #toString} shows neither the password nor the URL's options.
 *
 * @param url a JDBC URL of H2 or PostgreSQL, without a password in it; default {@value #DEFAULT_URL}
 * @param user default {@code sa} for H2, else empty
 * @param password default empty
 * @param fsync for H2: force the file to the device after each group of changes. Costs a disk flush per group.
 *     Without it a killed process loses nothing, but a machine that loses power may lose the last changes or the
 *     file. Default false
 */
public record StatusStoreSettings(String url, String user, String password, boolean fsync) {
    static final String URL = "STATUS_STORE_URL";
    static final String H2 = "jdbc:h2:";
    static final String POSTGRESQL = "jdbc:postgresql:";
    private static final String DEFAULT_URL = "jdbc:h2:file:./data/status";
    private static final String USER = "STATUS_STORE_USER";
    private static final String PASSWORD = "STATUS_STORE_PASSWORD";
    private static final String FSYNC = "STATUS_STORE_FSYNC";
    private static final Pattern PASSWORD_IN_URL =
            Pattern.compile("[;?&]password=|//[^/?]*@", Pattern.CASE_INSENSITIVE);

    /** @throws InvalidSettingException the URL is of another database, or has the password in it */
    public StatusStoreSettings {
        if (!url.startsWith(H2) && !url.startsWith(POSTGRESQL)) {
            throw new InvalidSettingException(URL, withoutOptions(url), "a URL with " + List.of(H2, POSTGRESQL));
        }
        if (PASSWORD_IN_URL.matcher(url).find()) {
            throw new InvalidSettingException(URL, withoutOptions(url) + "...", "no password in it: set " + PASSWORD);
        }
        if (url.startsWith(H2)) {
            H2Url.complete(url); // refuses now what would be refused at the start
        }
    }

    /** The default: an H2 file in the working directory. */
    public static StatusStoreSettings defaults() {
        return fromEnvironment(Map.of());
    }

    /**
     * Reads {@code STATUS_STORE_URL}, {@code STATUS_STORE_USER}, {@code STATUS_STORE_PASSWORD} and {@code
     * STATUS_STORE_FSYNC}; what is absent or blank takes its default.
     *
     * @throws InvalidSettingException names the variable, its value (never the password) and what is allowed
     */
    public static StatusStoreSettings fromEnvironment(Map<String, String> environment) {
        String url = read(environment, URL, DEFAULT_URL);
        String user = read(environment, USER, url.startsWith(H2) ? "sa" : "");
        return new StatusStoreSettings(
                url, user, environment.getOrDefault(PASSWORD, ""), flag(read(environment, FSYNC, "false")));
    }

    private static String read(Map<String, String> environment, String name, String defaultValue) {
        String value = environment.getOrDefault(name, "").strip();
        return value.isEmpty() ? defaultValue : value;
    }

    private static boolean flag(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new InvalidSettingException(FSYNC, value, "true or false");
        };
    }

    /** The URL as it may be printed. */
    String printableUrl() {
        return withoutOptions(url);
    }

    private static String withoutOptions(String url) {
        return url.split("[;?]", 2)[0].replaceFirst("//.*@", "//");
    }

    @Override
    public String toString() {
        return "StatusStoreSettings[url=" + printableUrl() + ", user=" + user + ", fsync=" + fsync + "]";
    }
}
