package dev.overseer.cli.history;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bucket, and what in it.
 *
 * @param key of one object, or a prefix that is taken for a folder; may be empty
 */
public record S3Location(String bucket, String key) {
    private static final String SCHEME = "s3://";
    private static final Pattern SHAPE =
            Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(.*))?", Pattern.DOTALL);

    /** Returns whether an input is one of S3 by its first characters. */
    public static boolean isOne(String input) {
        return input.startsWith(SCHEME);
    }

    /** Returns the location that an input names; empty if its bucket cannot be one. */
    public static Optional<S3Location> parse(String input) {
        Matcher shape = SHAPE.matcher(input);
        return shape.matches()
                ? Optional.of(new S3Location(
                        shape.group(1), Optional.ofNullable(shape.group(2)).orElse("")))
                : Optional.empty();
    }

    boolean isFile() {
        return LogKey.isLog(key);
    }

    String folder() {
        return key.isEmpty() || key.endsWith("/") ? key : key + "/";
    }
}
