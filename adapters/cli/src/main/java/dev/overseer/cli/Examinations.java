package dev.overseer.cli;

import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.aws.AwsConnection;
import dev.overseer.runtime.aws.AwsFailure;
import dev.overseer.runtime.aws.NoRoleException;
import dev.overseer.runtime.aws.TargetRole;
import dev.overseer.runtime.config.Configuration;
import dev.overseer.runtime.config.ParameterStore;
import dev.overseer.runtime.decision.DecisionPolicy;
import dev.overseer.runtime.decision.Mandate;
import dev.overseer.runtime.decision.Stop;
import dev.overseer.runtime.engine.Durations;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.ledger.IncidentEntry;
import dev.overseer.runtime.ledger.IncidentFilter;
import dev.overseer.runtime.ledger.LedgerException;
import dev.overseer.runtime.ledger.Undelivered;
import dev.overseer.runtime.notice.Destination;
import dev.overseer.runtime.notice.NotifySettings;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.runtime.plugin.RegisteredControl;
import dev.overseer.sqs.QueueUrl;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What {@code doctor} examines. Each finding stands alone: what one of them finds keeps no other from being made. */
final class Examinations {
    /** More than this, and signatures are about to be refused: AWS takes 15 minutes at most. */
    private static final Duration MOST_SKEW = Duration.ofMinutes(1);

    /** A message may be late by its visibility timeout. */
    private static final Duration OVERDUE = Duration.ofMinutes(10);

    /** What did not arrive is told as long, after others did. */
    private static final Duration WORTH_TELLING = Duration.ofDays(7);

    private static final int MOST_OVERDUE = 1000;
    private static final int MOST_NAMED = 5;

    private final PluginCatalog catalog;
    private final Optional<Configuration> configuration;
    private final AwsAccess aws;
    private final Clock clock;

    Examinations(PluginCatalog catalog, Optional<Configuration> configuration, AwsAccess aws, Clock clock) {
        this.catalog = catalog;
        this.configuration = configuration;
        this.aws = aws;
        this.clock = clock;
    }

    /** How a subject is. */
    enum State {
        OK("ok"),
        NONE("-"),
        WARNING("warn"),
        WRONG("WRONG");

        private final String text;

        State(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /** What was found, and what to do about it. */
    record Finding(State state, String subject, String text) {
        boolean isWrong() {
            return state == State.WRONG;
        }
    }

    Finding plugins(PluginCatalog installed) {
        String subject = "plugins";
        return installed.problems().isEmpty()
                ? ok(subject, "%d controls".formatted(installed.controls().size()))
                : wrong(
                        subject,
                        "%d problems; `overseer plugins --check` lists them"
                                .formatted(installed.problems().size()));
    }

    Finding configuration() {
        String subject = "configuration";
        if (configuration.isEmpty()) {
            return none(subject, "none: every control runs dry unless --enforce names it");
        }
        Configuration file = configuration.get();
        String name = "%s, SHA-256 %s".formatted(file.source(), file.hash());
        return file.warnings().isEmpty()
                ? ok(subject, name)
                : warning(
                        subject,
                        "%s; %d warnings: `overseer config check` lists them"
                                .formatted(name, file.warnings().size()));
    }

    Finding credentials() {
        return examined("credentials", () -> {
            CallerIdentity.Caller caller = aws.caller().caller();
            return "%s in account %s".formatted(caller.arn(), caller.account());
        });
    }

    Finding clock() {
        String subject = "clock";
        try {
            Optional<Duration> skew = aws.clockSkew(clock);
            return skew.map(off -> off.compareTo(MOST_SKEW) > 0
                            ? wrong(
                                    subject,
                                    "%s apart from that of AWS. Set it: AWS refuses signatures from 15 minutes on, and deadlines and exemptions go by it"
                                            .formatted(Durations.text(off)))
                            : ok(subject, "within %s of that of AWS".formatted(Durations.text(MOST_SKEW))))
                    .orElseGet(() -> none(subject, "AWS does not say what time it is"));
        } catch (NoRoleException | SdkException unknown) {
            return none(subject, "cannot be compared without an answer of AWS");
        }
    }

    Finding roles(RoleOptions.Chosen chosen) {
        String subject = "role";
        if (chosen.role().isEmpty()) {
            return none(subject, "none: targets are worked on with the caller's own credentials, in its own account");
        }
        TargetRole role = chosen.role().get();
        Optional<RegisteredControl<?>> any = catalog.controls().stream().findFirst();
        if (any.isEmpty()) {
            return none(subject, "not tried, since no control is installed");
        }
        List<String> problems = new ArrayList<>();
        Set<String> tried = new TreeSet<>();
        for (String account : accounts()) {
            tried.add(account);
            problem(role, account, any.get()).ifPresent(problems::add);
        }
        if (tried.isEmpty()) {
            return none(subject, "not tried: name accounts, or give credentials");
        }
        return problems.isEmpty()
                ? ok(subject, "%s can be assumed in %s".formatted(role.arn(), String.join(", ", tried)))
                : wrong(subject, String.join("; ", problems));
    }

    private Set<String> accounts() {
        Set<String> named = configuration
                .flatMap(file -> file.rules().accounts())
                .map(TreeSet::new)
                .orElseGet(TreeSet::new);
        if (named.isEmpty()) {
            try {
                named.add(aws.caller().caller().account());
            } catch (NoRoleException | SdkException unknown) {
                // Told by the examination of the credentials
                return named;
            }
        }
        return named;
    }

    private Optional<String> problem(TargetRole role, String account, RegisteredControl<?> control) {
        ResourceRef anything = ResourceRef.of(account, region(), "Overseer::Doctor::Trial", "overseer-doctor");
        try {
            AwsConnection connection = aws.connection(Optional.of(role), clock);
            connection.credentials().obtain(control.descriptor(), anything, false);
            return Optional.empty();
        } catch (NoRoleException | SdkException refused) {
            return Optional.of(String.valueOf(refused.getMessage()));
        }
    }

    private String region() {
        return aws.region().map(Object::toString).orElse("us-east-1");
    }

    Finding queue(Optional<QueueUrl> queue) {
        String subject = "queue";
        if (queue.isEmpty()) {
            return none(subject, "none named: --queue-url, or " + WorkerCommand.URL);
        }
        QueueUrl url = queue.get();
        return examined(subject, () -> {
            try (SqsClient sqs = url.client(aws.credentials())) {
                var attributes = sqs.getQueueAttributes(get -> get.queueUrl(url.toString())
                                .attributeNames(
                                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED,
                                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                        .attributes();
                return "%s: %s to be worked on, %s waiting, %s under way"
                        .formatted(
                                url,
                                attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES),
                                attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED),
                                attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
            }
        });
    }

    Finding killSwitch(PluginCatalog installed) {
        String subject = "kill switch";
        if (configuration.isEmpty()) {
            return none(subject, "none: it is named in the configuration");
        }
        DecisionPolicy policy = DecisionPolicy.of(configuration.get().rules());
        Supplier<ParameterStore> parameters = aws::parameters;
        Mandate mandate = ConfiguredControls.mandate(policy, installed, parameters, clock);
        List<String> thrown = new ArrayList<>();
        for (RegisteredControl<?> control : catalog.controls()) {
            for (String account : accounts()) {
                ResourceRef anything = ResourceRef.of(account, region(), "Overseer::Doctor::Trial", "overseer-doctor");
                Optional<Stop> stop = mandate.killSwitch().thrown(control.id(), anything);
                stop.ifPresent(
                        by -> thrown.add("%s in %s, by %s: %s".formatted(control.id(), account, by.by(), by.reason())));
            }
        }
        return thrown.isEmpty() ? ok(subject, "not thrown") : wrong(subject, "thrown for " + String.join("; ", thrown));
    }

    Finding ledger(LedgerChoice choice) {
        String subject = "ledger";
        if (!choice.exists()) {
            return none(subject, "none yet in %s; made when something is first kept".formatted(choice.place()));
        }
        return examined(subject, () -> {
            try (LedgerOptions.Opened opened = choice.open()) {
                int unresolved = opened.ledger().find(unresolved()).size();
                return "%s; %s"
                        .formatted(
                                choice.place(),
                                unresolved == 0
                                        ? "nothing is unresolved"
                                        : "%d unresolved: `overseer incidents --unresolved` lists them"
                                                .formatted(unresolved));
            }
        });
    }

    private static IncidentFilter unresolved() {
        return new IncidentFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of("HELD", "FAILED", "TIMED_OUT"),
                true,
                MOST_OVERDUE);
    }

    /** Sends again what should have been looked at long ago; its message may be lost. */
    Finding overdue(LedgerChoice choice, Optional<QueueUrl> queue) {
        String subject = "in flight";
        if (!choice.exists()) {
            return none(subject, "nothing is known without a ledger");
        }
        try (LedgerOptions.Opened opened = choice.open()) {
            Instant due = clock.instant().minus(OVERDUE);
            List<IncidentEntry> open = opened.ledger().find(InflightCommand.open(MOST_OVERDUE));
            List<Incident> late = open.stream()
                    .filter(entry -> InflightCommand.heardOfBy(entry).isBefore(due))
                    .map(IncidentEntry::incident)
                    .toList();
            if (late.isEmpty()) {
                return ok(subject, "%d, none overdue".formatted(open.size()));
            }
            if (queue.isEmpty()) {
                return wrong(
                        subject,
                        "%d are overdue since %s or longer: %s. Name the queue to send them again"
                                .formatted(
                                        late.size(),
                                        Durations.text(OVERDUE.truncatedTo(ChronoUnit.SECONDS)),
                                        named(late)));
            }
            Delivery.send(late, queue.get(), aws, clock);
            return warning(subject, "%d were overdue and are sent again: %s".formatted(late.size(), named(late)));
        } catch (LedgerException | UsageException unreachable) {
            return wrong(subject, String.valueOf(unreachable.getMessage()));
        }
    }

    /** One finding for each destination that the configuration names. */
    List<Finding> notices(LedgerChoice choice) {
        String subject = "notify";
        List<Destination> destinations = configuration.map(Configuration::notices).orElse(List.of()).stream()
                .map(NotifySettings::destination)
                .distinct()
                .toList();
        if (destinations.isEmpty()) {
            return List.of(none(subject, "nobody is told: `notify` in the configuration says who is"));
        }
        if (!choice.exists()) {
            return List.of(none(subject, "whether notices arrive is not known without a ledger"));
        }
        try (LedgerOptions.Opened opened = choice.open()) {
            List<Undelivered> kept = opened.ledger().undelivered();
            return destinations.stream()
                    .map(destination -> notices(subject, destination.text(), kept))
                    .toList();
        } catch (LedgerException unreachable) {
            return List.of(wrong(subject, String.valueOf(unreachable.getMessage())));
        }
    }

    private Finding notices(String subject, String destination, List<Undelivered> kept) {
        Instant longAgo = clock.instant().minus(WORTH_TELLING);
        return kept.stream()
                .filter(undelivered -> undelivered.destination().equals(destination))
                .filter(undelivered -> undelivered.over().isEmpty()
                        || !undelivered.over().get().isBefore(longAgo))
                .findFirst()
                .map(undelivered -> undelivered
                        .over()
                        .map(at -> warning(
                                subject, "%s; it takes notices again since %s".formatted(lost(undelivered), time(at))))
                        .orElseGet(() -> wrong(subject, lost(undelivered) + ": " + undelivered.problem())))
                .orElseGet(() -> ok(subject, destination));
    }

    private static String lost(Undelivered undelivered) {
        return "%s: %s not arrive between %s and %s; `overseer incidents --from %3$s` lists what was to be told"
                .formatted(
                        undelivered.destination(),
                        undelivered.count() == 1 ? "1 notice did" : undelivered.count() + " notices did",
                        time(undelivered.first()),
                        time(undelivered.last()));
    }

    private static Instant time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS);
    }

    private static String named(List<Incident> late) {
        String first = late.stream().limit(MOST_NAMED).map(Incident::id).collect(Collectors.joining(", "));
        return late.size() <= MOST_NAMED ? first : first + " …";
    }

    private static Finding examined(String subject, Supplier<String> examination) {
        try {
            return ok(subject, examination.get());
        } catch (SdkException failure) {
            return wrong(subject, AwsFailure.reason(failure));
        } catch (NoRoleException | LedgerException | UsageException failure) {
            return wrong(subject, String.valueOf(failure.getMessage()));
        }
    }

    private static Finding ok(String subject, String text) {
        return new Finding(State.OK, subject, text);
    }

    private static Finding none(String subject, String text) {
        return new Finding(State.NONE, subject, text);
    }

    private static Finding warning(String subject, String text) {
        return new Finding(State.WARNING, subject, text);
    }

    private static Finding wrong(String subject, String text) {
        return new Finding(State.WRONG, subject, text);
    }
}
