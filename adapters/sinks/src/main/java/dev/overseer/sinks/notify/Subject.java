package dev.overseer.sinks.notify;

import dev.overseer.runtime.notice.Message;
import dev.overseer.runtime.notice.Message.Digest;
import dev.overseer.runtime.notice.Message.Single;
import dev.overseer.runtime.notice.Notice;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The one line that says what a message is about: visible ASCII, at most 99 characters, made of the outcome, the control and
 * the target's type. Never of what an event says: names in it are chosen by whoever called the API, and a subject is a mail
 * header.
 *
 * <p>SNS takes "less than 100 characters"
 * (<a href="https://docs.aws.amazon.com/sns/latest/api/API_Publish.html">Publish</a>).
 */
final class Subject {
    private static final int LONGEST = 99;
    private static final String CUT = "...";

    private Subject() {}

    static String of(Message message) {
        return switch (message) {
            case Single(Notice notice) ->
                line("Overseer: %s %s, %s"
                        .formatted(
                                notice.state(),
                                notice.control().id(),
                                notice.incident().target().type()));
            case Digest digest -> line(of(digest));
        };
    }

    private static String of(Digest digest) {
        Map<String, Integer> states = new TreeMap<>();
        digest.counts().forEach((group, count) -> states.merge(group.state(), count, Integer::sum));
        return "Overseer: %s incidents: %s"
                .formatted(
                        number(digest.size()),
                        states.entrySet().stream()
                                .map(state -> "%s %s".formatted(number(state.getValue()), state.getKey()))
                                .collect(Collectors.joining(", ")));
    }

    private static String number(int count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** Plugins choose the names of controls and types, and a careless one is no reason for a broken header. */
    private static String line(String text) {
        String ascii = text.replaceAll("[^ -~]", "?");
        return ascii.length() > LONGEST ? ascii.substring(0, LONGEST - CUT.length()) + CUT : ascii;
    }
}
