package dev.overseer.runtime.config;

import dev.overseer.runtime.decision.Mode;
import dev.overseer.runtime.event.Printable;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The single values that a configuration is made of. They are read as they are written, whatever YAML takes them for. */
final class Words {
    static final List<String> MODES =
            Arrays.stream(Mode.values()).map(Mode::configurationName).toList();
    private static final Set<String> ON = Set.of("on", "true", "yes");
    private static final Set<String> OFF = Set.of("off", "false", "no");
    private static final int QUOTED = 200;

    /** What is added to a time must leave a time. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private static final String ACCOUNT = "\\d{12}";
    private static final String REGION = "[a-z]{2,8}(-[a-z]+)+-\\d{1,2}[a-z]?";

    /** Of <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html">DynamoDB</a>. */
    private static final String TABLE = "[A-Za-z0-9_.-]{3,255}";

    private Words() {}

    static Word<Mode> mode() {
        return new Word<>("off, dry-run or enforce", Words::mode, Schemas.wordsOrBooleans(MODES, Set.of(false)));
    }

    static Word<Boolean> onOff() {
        return new Word<>(
                "on or off",
                Words::onOff,
                Schemas.wordsOrBooleans(List.of("on", "off", "yes", "no"), Set.of(true, false)));
    }

    static Word<String> account() {
        Pattern shape = Pattern.compile(ACCOUNT);
        return new Word<>(
                "an account of twelve digits",
                text -> matching(text, shape, "an account of twelve digits"),
                // Without quotes it is a number, which has lost its zeros in front
                Schemas.anyOf(
                        List.of(Schemas.pattern(ACCOUNT), Schemas.wholeNumber(0).put("maximum", 999_999_999_999L))));
    }

    static Word<String> region() {
        return shaped(REGION, "a region such as eu-west-1");
    }

    static Word<String> table() {
        return shaped(TABLE, "the name of a DynamoDB table");
    }

    static Word<String> shaped(String expression, String what) {
        Pattern shape = Pattern.compile(expression);
        return new Word<>(what, text -> matching(text, shape, what), Schemas.pattern(expression));
    }

    /** Text that says something. */
    static Word<String> text(String what) {
        return new Word<>(
                what, text -> notBlank(text, what), Schemas.type("string").put("pattern", "\\S"));
    }

    /** One of several names. */
    static Word<String> oneOf(Collection<String> names, String what) {
        return new Word<>(what, name -> known(name, names, what), Schemas.words(names));
    }

    static Word<Integer> count(int least) {
        return new Word<>(
                "a whole number of at least " + least, text -> count(text, least), Schemas.wholeNumber(least));
    }

    static Word<Duration> duration() {
        return new Word<>("a duration such as 30m", Words::bounded, Schemas.type("string"));
    }

    static Word<Duration> positiveDuration() {
        return new Word<>("a duration such as 30m", Words::positive, Schemas.type("string"));
    }

    /** A point in time, or a day of UTC, which lasts until its end. */
    static Word<Instant> until() {
        return new Word<>("a date such as 2027-01-31", Words::until, Schemas.type("string"));
    }

    static boolean onOff(String text) {
        if (!isOnOff(text)) {
            throw new IllegalArgumentException("%s is neither on nor off".formatted(quoted(text)));
        }
        return ON.contains(text.toLowerCase(Locale.ROOT));
    }

    static boolean isOnOff(String text) {
        String word = text.toLowerCase(Locale.ROOT);
        return ON.contains(word) || OFF.contains(word);
    }

    static String unknown(String word, String what, Collection<String> choices) {
        return "%s is not %s. %s".formatted(quoted(word), what, DidYouMean.sentence(word, choices));
    }

    static String quoted(String text) {
        return "\"%s\"".formatted(Printable.line(text, QUOTED));
    }

    private static Mode mode(String text) {
        try {
            return Mode.named(text);
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException(unknown(text, "a mode", MODES), unknown);
        }
    }

    private static String matching(String text, Pattern shape, String what) {
        if (!shape.matcher(text).matches()) {
            throw new IllegalArgumentException("%s is not %s".formatted(quoted(text), what));
        }
        return text;
    }

    private static String notBlank(String text, String what) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("is blank. Write " + what);
        }
        return text;
    }

    private static String known(String name, Collection<String> names, String what) {
        if (!names.contains(name)) {
            throw new IllegalArgumentException(unknown(name, what, names));
        }
        return name;
    }

    private static int count(String text, int least) {
        String problem = "%s is not a whole number of at least %d".formatted(quoted(text), least);
        try {
            int count = Integer.parseInt(text);
            if (count >= least) {
                return count;
            }
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(problem, notANumber);
        }
        throw new IllegalArgumentException(problem);
    }

    private static Duration positive(String text) {
        Duration duration = bounded(text);
        if (duration.isZero()) {
            throw new IllegalArgumentException("%s is no time at all".formatted(quoted(text)));
        }
        return duration;
    }

    private static Duration bounded(String text) {
        Duration duration = DurationText.parse(text);
        if (duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "%s is longer than %dd. Write a shorter one".formatted(quoted(text), LONGEST.toDays()));
        }
        return duration;
    }

    private static Instant until(String text) {
        try {
            return text.indexOf('T') < 0
                    ? LocalDate.parse(text)
                            .plusDays(1)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException malformed) {
            throw new IllegalArgumentException(
                    "%s is not a date such as 2027-01-31, nor a time such as 2027-01-31T12:00:00Z"
                            .formatted(quoted(text)),
                    malformed);
        }
    }
}
