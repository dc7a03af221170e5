package dev.overseer.runtime.config;

import dev.overseer.runtime.notice.Destination;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What names a destination of notices. */
final class DestinationWords {
    private static final String IN_AWS = "[a-z]{2,8}(?:-[a-z]+)+-\\d{1,2}[a-z]?";

    /** As <a href="https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html">SNS</a> names topics. */
    private static final String TOPIC =
            "arn:aws[a-z-]*:sns:(" + IN_AWS + "):\\d{12}:(?:[A-Za-z0-9_-]{1,256}|[A-Za-z0-9_-]{1,251}\\.fifo)";

    /** As <a href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html">EventBridge</a>
     * names buses. */
    private static final String BUS_NAME = "[A-Za-z0-9._/-]{1,256}";

    private static final String BUS_ARN = "arn:aws[a-z-]*:events:(" + IN_AWS + "):\\d{12}:event-bus/" + BUS_NAME;

    /** One address and nothing else: ASCII, which is all that SES takes in front of the {@code @}. */
    private static final String ADDRESS = "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+";

    /** What a mail program shows in place of the address. */
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9 _-]{0,63}";

    private static final int LONGEST_ADDRESS = 254;

    private DestinationWords() {}

    static Word<Destination.Sns> topic() {
        Pattern shape = Pattern.compile(TOPIC);
        String what = "the ARN of a topic, such as arn:aws:sns:eu-west-1:123456789012:overseer";
        return new Word<>(
                what,
                text -> new Destination.Sns(text, matched(text, shape, what).group(1)),
                Schemas.pattern(TOPIC));
    }

    static Word<Destination.EventBridge> bus() {
        Pattern name = Pattern.compile(BUS_NAME);
        Pattern arn = Pattern.compile(BUS_ARN);
        return new Word<>(
                "the name of an event bus, or its ARN",
                text -> text.startsWith("arn:")
                        ? new Destination.EventBridge(
                                text,
                                Optional.of(matched(
                                                text,
                                                arn,
                                                "the ARN of an event bus, such as arn:aws:events:eu-west-1:123456789012:event-bus/overseer")
                                        .group(1)))
                        : new Destination.EventBridge(
                                matched(text, name, "the name of an event bus, such as default")
                                        .group(),
                                Optional.empty()),
                Schemas.anyOf(List.of(Schemas.pattern(BUS_ARN), Schemas.pattern("(?!arn:)" + BUS_NAME))));
    }

    static Word<String> address() {
        return address(ADDRESS, "an address, such as team@example.com");
    }

    static Word<String> sender() {
        return address(
                ADDRESS + "|" + NAME + " <" + ADDRESS + ">",
                "an address, such as overseer@example.com or Overseer <overseer@example.com>");
    }

    private static Word<String> address(String pattern, String what) {
        Pattern shape = Pattern.compile(pattern);
        return new Word<>(what, text -> address(text, shape, what), Schemas.pattern(pattern));
    }

    private static String address(String text, Pattern shape, String what) {
        if (text.length() > LONGEST_ADDRESS) {
            throw new IllegalArgumentException(
                    "has %d characters; an address has at most %d".formatted(text.length(), LONGEST_ADDRESS));
        }
        return matched(text, shape, what).group();
    }

    private static Matcher matched(String text, Pattern shape, String what) {
        Matcher matcher = shape.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("%s is not %s".formatted(Words.quoted(text), what));
        }
        return matcher;
    }
}
