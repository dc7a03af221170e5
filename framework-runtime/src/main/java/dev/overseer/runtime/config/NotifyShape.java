package dev.overseer.runtime.config;

import static dev.overseer.runtime.config.Key.optional;
import static dev.overseer.runtime.config.Key.required;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.runtime.config.Section.Values;
import dev.overseer.runtime.notice.Destination;
import dev.overseer.runtime.notice.NotifySettings;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Somebody who is told of incidents, and of which. */
final class NotifyShape implements Shape<NotifySettings> {
    /** The most recipients of <a href="https://docs.aws.amazon.com/ses/latest/dg/quotas.html">one mail of SES</a>. */
    private static final int MOST_RECIPIENTS = 50;

    private static final Key<String> FROM =
            required("from", DestinationWords.sender(), "the sender, an address that SES has verified");
    private static final Key<List<String>> TO = required(
            "to",
            new ListOf<>(DestinationWords.address(), 1, "Name who gets the mail"),
            "who gets the mail, a list of addresses");
    private static final Key<String> REGION =
            optional("region", Words.region(), "The region of SES. Default: the host's own");

    private static final Key<Destination.Sns> SNS =
            optional("sns", DestinationWords.topic(), "An SNS topic, by its ARN");
    private static final Key<Destination.Ses> SES =
            optional("ses", new Section<>(List.of(FROM, TO, REGION), NotifyShape::mail), "Mail, by SES");
    private static final Key<Destination.EventBridge> EVENTBRIDGE =
            optional("eventbridge", DestinationWords.bus(), "An event bus of EventBridge, by its name or ARN");
    private static final Key<List<String>> OUTCOMES = optional(
            "outcomes",
            new ListOf<>(
                    new Word<>(
                            "an outcome such as REMEDIATED", NotifyShape::state, Schemas.words(NotifySettings.STATES)),
                    1,
                    "Name outcomes, or remove it to mean " + String.join(", ", NotifySettings.STANDARD)),
            "The outcomes that are told, and ANNOUNCED for the begin of a grace. Default: "
                    + String.join(", ", NotifySettings.STANDARD));

    private static final List<Key<?>> DESTINATIONS = List.of(SNS, SES, EVENTBRIDGE);
    private static final String DESTINATION_NAMES = names(DESTINATIONS.stream(), ", ");

    private final Key<List<String>> controls;
    private final Section<NotifySettings> section;

    NotifyShape(InstalledControls installed) {
        controls = optional(
                "controls",
                new ListOf<>(installed.word(), 1, "Name controls, or remove it to mean all"),
                "Only incidents of these controls. Default: all");
        section = new Section<>(List.of(SNS, SES, EVENTBRIDGE, OUTCOMES, controls), this::settings);
    }

    @Override
    public Optional<NotifySettings> read(Place place) {
        return section.read(place);
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = section.schema();
        DESTINATIONS.forEach(key -> schema.withArrayProperty("oneOf")
                .addObject()
                .withArrayProperty("required")
                .add(key.name()));
        return schema;
    }

    private NotifySettings settings(Values values) {
        requireOneDestination(values);
        warnOfRepetitions(values, OUTCOMES);
        warnOfRepetitions(values, controls);
        return new NotifySettings(
                destination(values),
                new LinkedHashSet<>(values.get(OUTCOMES).orElse(NotifySettings.STANDARD)),
                new LinkedHashSet<>(values.get(controls).orElse(List.of())));
    }

    private static void requireOneDestination(Values values) {
        List<Key<?>> named = DESTINATIONS.stream().filter(values::has).toList();
        if (named.isEmpty()) {
            values.place().problem("does not say who is told. Add one of %s".formatted(DESTINATION_NAMES));
        } else if (named.size() > 1) {
            values.place()
                    .problem("tells %s. Keep one of them, and write another item for the other"
                            .formatted(names(named.stream(), " and ")));
        }
    }

    /** The one that was read; nowhere in particular if it was reported. */
    private static Destination destination(Values values) {
        return Stream.<Optional<? extends Destination>>of(values.get(SNS), values.get(SES), values.get(EVENTBRIDGE))
                .<Destination>flatMap(Optional::stream)
                .findFirst()
                .orElse(new Destination.EventBridge("", Optional.empty()));
    }

    private static Destination.Ses mail(Values values) {
        List<String> to = values.require(TO);
        if (to.size() > MOST_RECIPIENTS) {
            values.place(TO)
                    .problem("names %d addresses; SES takes %d. Write to a mailing list, or another item for the others"
                            .formatted(to.size(), MOST_RECIPIENTS));
        }
        warnOfRepetitions(values, TO);
        return new Destination.Ses(values.require(FROM), to, values.get(REGION));
    }

    private static void warnOfRepetitions(Values values, Key<List<String>> key) {
        Set<String> seen = new HashSet<>();
        String repeated = values.get(key).orElse(List.of()).stream()
                .filter(word -> !seen.add(word))
                .distinct()
                .collect(Collectors.joining(", "));
        if (!repeated.isEmpty()) {
            values.place(key).warning("names %s more than once".formatted(repeated));
        }
    }

    private static String state(String text) {
        if (!NotifySettings.STATES.contains(text)) {
            throw new IllegalArgumentException("%s is not an outcome. %s"
                    .formatted(
                            Words.quoted(text),
                            DidYouMean.sentence(text.toUpperCase(Locale.ROOT), NotifySettings.STATES)));
        }
        return text;
    }

    private static String names(Stream<Key<?>> keys, String between) {
        return keys.<String>map(Key::name).collect(Collectors.joining(between));
    }
}
