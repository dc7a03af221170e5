package dev.overseer.runtime.config;

import java.util.regex.Pattern;

/** How parameters of the Systems Manager's Parameter Store are written in configuration: {@code ssm:/overseer/stop}. */
public final class ParameterName {
    /** What a parameter's name is written behind. */
    public static final String PREFIX = "ssm:";

    /** As <a href="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html">SSM</a> has it. */
    private static final Pattern NAME = Pattern.compile("(/[\\w.-]+){1,15}");

    private ParameterName() {}

    /** Returns whether a text is meant to name a parameter. */
    public static boolean isMeant(String text) {
        return text.startsWith(PREFIX);
    }

    /**
     * Returns the name of the parameter that is meant, such as {@code /overseer/stop}.
     *
     * @throws IllegalArgumentException if it cannot be the name of one; the message quotes it
     */
    public static String of(String text) {
        String name = isMeant(text) ? text.substring(PREFIX.length()) : text;
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "%s does not name a parameter. Write it like ssm:/overseer/stop".formatted(Words.quoted(text)));
        }
        return name;
    }
}
