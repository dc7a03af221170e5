package dev.overseer.cli;

import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.aws.AwsConnection;
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
import dev.overseer.runtime.ledger.LedgerArchive;
import dev.overseer.runtime.ledger.LedgerException;
import dev.overseer.runtime.ledger.Undelivered;
import dev.overseer.runtime.notice.Destination;
import dev.overseer.runtime.notice.NotifySettings;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.runtime.plugin.RegisteredControl;
import dev.overseer.sqs.QueueUnusableException;
import dev.overseer.sqs.QueueUrl;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
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

    /** As many incidents are in memory at once. */
    private static final int PAGE = 1000;

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

        /** Returns the finding on a configuration whose problems are told elsewhere. */
        static Finding unusableConfiguration() {
            return wrong("configuration", "cannot be used, as is told below; all that depends on it was not examined");
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
        String subject = "credentials";
        try {
            CallerIdentity.Caller caller = aws.caller().caller();
            return ok(subject, "%s in account %s".formatted(caller.arn(), caller.account()));
        } catch (NoRoleException unusable) {
            return wrong(subject, String.valueOf(unusable.getMessage()));
        } catch (SdkException unanswered) {
            return wrong(
                    subject,
                    "STS does not answer: %s. Check the network, the region, and AWS_ENDPOINT_URL where it is set"
                            .formatted(unanswered.getMessage()));
        }
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
        } catch (SdkException unknown) {
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
        try (SqsClient sqs = url.client(aws.credentials())) {
            return ok(subject, messages(url, sqs));
        } catch (QueueUnusableException unusable) {
            return wrong(subject, String.valueOf(unusable.getMessage()));
        } catch (SdkException failed) {
            return wrong(
                    subject,
                    url.trouble(failed)
                            .orElseGet(() -> "%s does not answer: %s. Check the network, and the URL"
                                    .formatted(url, failed.getMessage())));
        }
    }

    private static String messages(QueueUrl url, SqsClient sqs) {
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

    Finding killSwitch(PluginCatalog installed) {
        String subject = "kill switch";
        if (configuration.isEmpty()) {
            return none(subject, "none: it is named in the configuration");
        }
        DecisionPolicy policy = DecisionPolicy.of(configuration.get().rules());
        Supplier<ParameterStore> parameters = aws::parameters;
        Mandate mandate = ConfiguredControls.mandate(policy, installed, parameters, clock);
        Set<String> accounts = accounts();
        // A switch for all accounts is thrown for one that nobody has as well.
        Set<String> tried = accounts.isEmpty() ? Set.of("000000000000") : accounts;
        Map<Stop, List<String>> thrown = new LinkedHashMap<>();
        for (RegisteredControl<?> control : catalog.controls()) {
            for (String account : tried) {
                ResourceRef anything = ResourceRef.of(account, region(), "Overseer::Doctor::Trial", "overseer-doctor");
                mandate.killSwitch()
                        .thrown(control.id(), anything)
                        .ifPresent(stop -> thrown.computeIfAbsent(stop, first -> new ArrayList<>())
                                .add("%s in %s".formatted(control.id(), account)));
            }
        }
        int all = catalog.controls().size() * tried.size();
        if (!thrown.isEmpty()) {
            return wrong(
                    subject,
                    thrown.entrySet().stream()
                            .map(stop -> thrown(stop.getKey(), stop.getValue(), all))
                            .collect(Collectors.joining("; ")));
        }
        return accounts.isEmpty()
                ? none(subject, "not thrown for all accounts; name accounts, or give credentials, to ask for each")
                : ok(subject, "not thrown");
    }

    private static String thrown(Stop stop, List<String> where, int all) {
        return "thrown for %s, by %s: %s"
                .formatted(where.size() == all ? "every control" : named(where), stop.by(), stop.reason());
    }

    /** Returns how the ledger is, and what it says about incidents and notices; no more than the former if it says nothing. */
    List<Finding> ledger(LedgerChoice choice, Optional<QueueUrl> queue) {
        Finding ledger = ledger(choice);
        List<Finding> findings = new ArrayList<>(List.of(ledger));
        if (!ledger.isWrong()) {
            findings.add(overdue(choice, queue));
            findings.addAll(notices(choice));
        }
        return findings;
    }

    private static Finding ledger(LedgerChoice choice) {
        String subject = "ledger";
        if (choice instanceof LedgerChoice.Nowhere) {
            return none(subject, "none, as the configuration says: nothing is kept, and nothing can be enforced");
        }
        if (!choice.exists()) {
            return none(subject, "none yet in %s; made when something is first kept".formatted(choice.place()));
        }
        try (LedgerOptions.Opened opened = choice.open()) {
            int unresolved = opened.ledger().find(unresolved()).size();
            return ok(
                    subject,
                    "%s; %s"
                            .formatted(
                                    choice.place(),
                                    unresolved == 0
                                            ? "nothing is unresolved"
                                            : "%d%s unresolved: `overseer incidents --unresolved` lists them"
                                                    .formatted(unresolved, unresolved == PAGE ? " or more" : "")));
        } catch (LedgerException | UsageException unusable) {
            return wrong(subject, String.valueOf(unusable.getMessage()));
        }
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
                PAGE);
    }

    /** Sends again what should have been looked at long ago; its message may be lost. */
    private Finding overdue(LedgerChoice choice, Optional<QueueUrl> queue) {
        String subject = "in flight";
        if (!choice.exists()) {
            return none(subject, "nothing is known without a ledger");
        }
        try (LedgerOptions.Opened opened = choice.open()) {
            Instant due = clock.instant().minus(OVERDUE);
            List<Incident> late = new ArrayList<>();
            int open = eachOpen(opened.ledger(), entry -> {
                if (InflightCommand.heardOfBy(entry).isBefore(due)) {
                    late.add(entry.incident());
                }
            });
            if (late.isEmpty()) {
                return ok(subject, "%d, none overdue".formatted(open));
            }
            if (queue.isEmpty()) {
                return wrong(
                        subject,
                        "%d of %d overdue by more than %s: %s. Name the queue to send them again"
                                .formatted(late.size(), open, Durations.text(OVERDUE), ids(late)));
            }
            Delivery.send(late, queue.get(), aws, clock);
            return warning(
                    subject, "%d of %d were overdue and are sent again: %s".formatted(late.size(), open, ids(late)));
        } catch (LedgerException | UsageException unreachable) {
            return wrong(subject, String.valueOf(unreachable.getMessage()));
        }
    }

    /** Gives what is open, the latest first, and returns how much there is. What is overdue comes last. */
    private static int eachOpen(LedgerArchive ledger, Consumer<IncidentEntry> taker) {
        int open = 0;
        Optional<Instant> before = Optional.empty();
        List<IncidentEntry> page;
        do {
            page = ledger.find(InflightCommand.open(before, PAGE));
            page.forEach(taker);
            open += page.size();
            before = page.isEmpty() ? before : Optional.of(page.getLast().at());
        } while (page.size() == PAGE);
        return open;
    }

    /** One finding for each destination that the configuration names. */
    private List<Finding> notices(LedgerChoice choice) {
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

    private static String ids(List<Incident> incidents) {
        return named(incidents.stream().map(Incident::id).toList());
    }

    private static String named(List<String> names) {
        String first = names.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        return names.size() <= MOST_NAMED ? first : "%s and %d more".formatted(first, names.size() - MOST_NAMED);
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
