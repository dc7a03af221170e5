package dev.overseer.runtime.config;

import static dev.overseer.runtime.config.Key.optional;
import static dev.overseer.runtime.config.Key.required;

import dev.overseer.runtime.config.Section.Values;
import dev.overseer.runtime.decision.Exemption;
import dev.overseer.runtime.decision.Exemption.Subject;
import dev.overseer.runtime.decision.Glob;
import dev.overseer.runtime.event.EventMatch;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Something that is left alone for a time. */
final class ExemptionShape {
    private static final Key<String> RESOURCE = optional(
            "resource", Words.text("an id, such as lab-*"), "Resources whose id matches; * stands for any characters");
    private static final Key<String> PRINCIPAL = optional(
            "principal",
            Words.text("an ARN, such as arn:aws:iam::123456789012:role/Deployer"),
            "What a user did, or anybody in a role: the ARN of the user or role; * stands for any characters");
    private static final Key<EventMatch> EVENT =
            optional("event", new EventShape(), "What an EventBridge pattern matches, as a mapping or as JSON text");
    private static final Key<Subject.Tag> TAG = optional("tag", new TagShape(), "Resources with a tag, as key=value");
    private static final Key<String> REASON = required("reason", Words.text("a reason"), "why it is left alone");
    private static final Key<String> OWNER = required("owner", Words.text("who answers for it"), "who answers for it");
    private static final Key<Instant> UNTIL =
            required("until", Words.until(), "the last day (UTC) or the time until which it applies");

    private static final List<Key<?>> SUBJECTS = List.of(RESOURCE, PRINCIPAL, EVENT, TAG);
    private static final String SUBJECT_NAMES =
            SUBJECTS.stream().<String>map(Key::name).collect(Collectors.joining(", "));

    private static final Pattern ACCOUNT = Pattern.compile(":(\\d{12}):");

    private final Key<String> control;
    private final Clock clock;

    private ExemptionShape(InstalledControls installed, Clock clock) {
        this.control = optional("control", installed.word(), "The one control that it is about. Default: all");
        this.clock = clock;
    }

    static Shape<Exemption> of(InstalledControls installed, Clock clock) {
        ExemptionShape exemption = new ExemptionShape(installed, clock);
        return new Section<>(
                List.of(exemption.control, RESOURCE, PRINCIPAL, EVENT, TAG, REASON, OWNER, UNTIL),
                exemption::check,
                exemption::exemption);
    }

    private void check(Values values) {
        requireOneSubject(values);
        warnOfExpiry(values);
        warnOfEverything(values);
    }

    private Exemption exemption(Values values) {
        return new Exemption(
                values.get(control),
                subject(values),
                values.require(REASON),
                values.require(OWNER),
                values.require(UNTIL),
                values.place().said());
    }

    private static void requireOneSubject(Values values) {
        List<String> named =
                SUBJECTS.stream().filter(values::has).<String>map(Key::name).toList();
        if (named.isEmpty()) {
            values.place().problem("does not say what is exempt. Add one of %s".formatted(SUBJECT_NAMES));
        } else if (named.size() > 1) {
            values.place()
                    .problem("exempts by %s. Keep one of them, and write another exemption for the other"
                            .formatted(String.join(" and ", named)));
        }
    }

    /** The one that was read; one that covers nothing if it was reported. */
    private static Subject subject(Values values) {
        return Stream.of(
                        values.get(RESOURCE).<Subject>map(id -> new Subject.Resource(new Glob(id))),
                        values.get(PRINCIPAL).<Subject>map(arn -> new Subject.Principal(new Glob(arn))),
                        values.get(EVENT).<Subject>map(Subject.Event::new),
                        values.get(TAG).<Subject>map(tag -> tag))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(new Subject.Resource(new Glob("")));
    }

    private void warnOfExpiry(Values values) {
        if (values.get(UNTIL).filter(until -> !clock.instant().isBefore(until)).isPresent()) {
            values.place(UNTIL).warning("is over, so this exemption does not apply any more. Renew or remove it");
        }
    }

    private static void warnOfEverything(Values values) {
        if (values.get(RESOURCE).filter(id -> id.matches("\\*+")).isPresent()) {
            values.place(RESOURCE).warning("matches every resource. Is that meant?");
        }
        values.get(PRINCIPAL).ifPresent(arn -> warnOfPrincipal(arn, values.place(PRINCIPAL)));
    }

    private static void warnOfPrincipal(String arn, Place place) {
        if (arn.contains(":assumed-role/") || arn.contains(":federated-user/")) {
            place.warning(
                    "is about a session, and sessions are not told apart, since callers choose their names. Write the ARN of the role or user behind it, such as arn:aws:iam::123456789012:role/Deployer");
        }
        for (String kind : List.of("role", "user")) {
            if (new Glob(arn).matches(somebody(arn, kind))) {
                place.warning("matches every %s. Is that meant?".formatted(kind));
            }
        }
    }

    /** Returns the ARN of somebody whom nobody would exempt. */
    private static String somebody(String arn, String kind) {
        Matcher account = ACCOUNT.matcher(arn);
        return "arn:aws:iam::%s:%s/somebody-else-7f3a"
                .formatted(account.find() ? account.group(1) : "000000000000", kind);
    }
}
