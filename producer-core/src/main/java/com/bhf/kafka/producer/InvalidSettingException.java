package com.bhf.kafka.producer;

/** A setting is refused; the message names the setting, its value and what is allowed. Not retriable. */
public final class InvalidSettingException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String setting;

    public InvalidSettingException(String setting, Object value, String allowed) {
        super(setting + "=" + value + " is not allowed: " + allowed);
        this.setting = setting;
    }

    /** The name under which the user gave the setting. */
    public String setting() {
        return setting;
    }
}
