package com.bhf.kafka.lab.broker;

import java.util.function.ToIntFunction;
import picocli.CommandLine;

/** A command that fails says one line on stderr, names itself in it, and ends with a status that tells why. */
public final class OneLineErrors {

    public static final int FAILED = 1;
    public static final int WRONG_INPUT = 2;

    private OneLineErrors() {}

    /** Wrong input ends with status 2, a failure with what {@code statusOf} says. */
    public static CommandLine on(CommandLine command, ToIntFunction<Exception> statusOf) {
        return command.setParameterExceptionHandler(
                        (wrong, args) -> say(wrong.getCommandLine(), wrong, " (see --help)", WRONG_INPUT))
                .setExecutionExceptionHandler(
                        (failure, failed, args) -> say(failed, failure, "", statusOf.applyAsInt(failure)));
    }

    private static int say(CommandLine command, Exception failure, String hint, int status) {
        command.getErr().println(command.getCommandName() + ": " + failure.getMessage() + hint);
        return status;
    }
}
