package dev.overseer.lambda;

import dev.overseer.runtime.aws.TargetRole;
import dev.overseer.runtime.config.Configuration;
import dev.overseer.runtime.config.ConfigurationReader;
import dev.overseer.runtime.config.LedgerSettings;
import dev.overseer.runtime.config.ParameterName;
import dev.overseer.runtime.config.ParameterStore;
import dev.overseer.runtime.decision.Mode;
import dev.overseer.runtime.decision.Provenance;
import dev.overseer.runtime.event.Printable;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.runtime.plugin.RegisteredControl;
import dev.overseer.sqs.QueueUnusableException;
import dev.overseer.sqs.QueueUrl;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.regions.Region;

/** Reads {@link Settings}, and collects what is wrong with them. Used once. */
final class SettingsReader {
    static final String MODE = "OVERSEER_MODE";
    static final String ENFORCE = "OVERSEER_ENFORCE";
    static final String QUEUE_URL = "OVERSEER_QUEUE_URL";
    static final String SCHEDULER_ROLE = "OVERSEER_SCHEDULER_ROLE";
    static final String ACCOUNTS = "OVERSEER_ACCOUNTS";
    static final String ROLE = "OVERSEER_ROLE";
    static final String EXTERNAL_ID = "OVERSEER_EXTERNAL_ID";
    static final String REGIONS = "OVERSEER_REGIONS";
    static final String LEDGER_TABLE = "OVERSEER_LEDGER_TABLE";

    private static final String AWS_REGION = "AWS_REGION";

    /** Where Lambda unpacks a package; elsewhere, the working folder stands for it. */
    private static final String TASK_ROOT = "LAMBDA_TASK_ROOT";

    private static final String OURS = "OVERSEER_";
    private static final String EXAMPLE_ROLE = "arn:{partition}:iam::{account}:role/OverseerTarget";
    private static final List<String> KNOWN = List.of(
            MODE,
            ENFORCE,
            QUEUE_URL,
            SCHEDULER_ROLE,
            ACCOUNTS,
            ROLE,
            EXTERNAL_ID,
            REGIONS,
            LEDGER_TABLE,
            ConfigurationSource.VARIABLE);

    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
    private static final Pattern REGION = Pattern.compile("[a-z]{2,8}(-[a-z]+)+-\\d{1,2}[a-z]?");
    private static final Pattern ROLE_ARN = Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]+");
    private static final Pattern ROLE_TEMPLATE =
            Pattern.compile("arn:(\\{partition}|aws[a-z-]*):iam::(\\{account}|\\d{12}):role/[\\w+=,.@/-]+");

    /** As STS has it: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
    private static final Pattern EXTERNAL = Pattern.compile("[\\w+=,.@:/-]{2,1224}");

    private final Map<String, String> environment;
    private final PluginCatalog catalog;
    private final Function<Region, ParameterStore> parameters;
    private final List<String> problems = new ArrayList<>();

    SettingsReader(
            Map<String, String> environment, PluginCatalog catalog, Function<Region, ParameterStore> parameters) {
        this.environment = environment;
        this.catalog = catalog;
        this.parameters = parameters;
    }

    Settings read() {
        refuseUnknown();
        Optional<Region> region = region();
        Optional<Mode> ceiling = value(MODE).flatMap(this::mode);
        Set<String> enforced = controls();
        Optional<QueueUrl> queueUrl = value(QUEUE_URL).flatMap(this::queueUrl);
        Optional<String> schedulerRole = schedulerRole(queueUrl);
        Optional<Configuration> file = configuration(region);
        Optional<String> role = role(file);
        Optional<String> externalId = externalId().or(() -> file.flatMap(Configuration::externalId));
        Set<String> accounts = list(ACCOUNTS, ACCOUNT, "an account of twelve digits");
        Set<String> regions = list(REGIONS, REGION, "a region such as eu-west-1");
        Optional<LedgerSettings.DynamoDb> ledger = ledger(file);
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        Optional<Configuration> narrowed =
                file.map(read -> narrowed(narrowed(read, ACCOUNTS, accounts), REGIONS, regions));
        Optional<Set<String>> allowed = Optional.of(accounts)
                .filter(listed -> !listed.isEmpty())
                .or(() -> file.flatMap(read -> read.rules().accounts()));
        return new Settings(
                region.orElseThrow(),
                ceiling,
                enforced,
                queueUrl,
                schedulerRole,
                new TargetRole(role.orElseThrow(), externalId, allowed),
                roleSaid(file),
                new Scope(accounts, regions),
                ledger,
                narrowed);
    }

    private Optional<LedgerSettings.DynamoDb> ledger(Optional<Configuration> file) {
        Optional<LedgerSettings> said = file.flatMap(Configuration::ledger);
        if (value(LEDGER_TABLE).isPresent()) {
            Duration retain = said.filter(LedgerSettings.DynamoDb.class::isInstance)
                    .map(table -> ((LedgerSettings.DynamoDb) table).retain())
                    .orElse(LedgerSettings.RETAIN);
            return value(LEDGER_TABLE).map(table -> new LedgerSettings.DynamoDb(table, Optional.empty(), retain));
        }
        if (said.isEmpty()) {
            return Optional.empty();
        }
        return switch (said.get()) {
            case LedgerSettings.DynamoDb table -> Optional.of(table);
            case LedgerSettings.None none -> Optional.empty();
            case LedgerSettings.Sqlite sqlite -> {
                problems.add(
                        "ledger: a function has no disk of its own for SQLite. Take dynamodb, or set " + LEDGER_TABLE);
                yield Optional.empty();
            }
        };
    }

    /** A package is unpacked beside the classes; a parameter cannot be asked for without a region. */
    private Optional<Configuration> configuration(Optional<Region> region) {
        Optional<String> named = value(ConfigurationSource.VARIABLE);
        if (region.isEmpty() && named.filter(ParameterName::isMeant).isPresent()) {
            return Optional.empty();
        }
        ConfigurationSource source = new ConfigurationSource(
                Path.of(value(TASK_ROOT).orElse("")), () -> parameters.apply(region.orElseThrow()));
        return source.read(named, () -> new ConfigurationReader(catalog, Clock.systemUTC()), problems::add);
    }

    private static Configuration narrowed(Configuration file, String name, Set<String> values) {
        if (values.isEmpty()) {
            return file;
        }
        Provenance said = new Provenance(name);
        return name.equals(ACCOUNTS) ? file.withAccounts(values, said) : file.withRegions(values, said);
    }

    private Provenance roleSaid(Optional<Configuration> file) {
        return value(ROLE).isPresent() || file.isEmpty()
                ? new Provenance(ROLE)
                : file.get().said("accounts.role");
    }

    private void refuseUnknown() {
        for (String name : new TreeSet<>(environment.keySet())) {
            if (name.startsWith(OURS) && !KNOWN.contains(name)) {
                problems.add("%s is not a setting of this function. The settings are %s"
                        .formatted(quoted(name), String.join(", ", KNOWN)));
            }
        }
    }

    private Optional<Region> region() {
        Optional<String> region = value(AWS_REGION);
        if (region.isEmpty()) {
            problems.add("%s is not set. Lambda sets it; elsewhere, set it to the region to assume roles in"
                    .formatted(AWS_REGION));
        }
        return region.map(Region::of);
    }

    private Optional<Mode> mode(String value) {
        try {
            return Optional.of(Mode.named(value));
        } catch (IllegalArgumentException unknown) {
            problems.add("%s: %s".formatted(MODE, Printable.line(String.valueOf(unknown.getMessage()))));
            return Optional.empty();
        }
    }

    private Set<String> controls() {
        Set<String> named = list(ENFORCE);
        for (String id : named) {
            // A quarantined control is told of at the start; its neighbours may work all the same
            if (catalog.find(id).isEmpty() && !catalog.quarantined(id)) {
                problems.add("%s names %s, which is no control of this package. Its controls are %s"
                        .formatted(ENFORCE, quoted(id), installed()));
            }
        }
        return named;
    }

    private String installed() {
        return catalog.controls().stream().map(RegisteredControl::id).collect(Collectors.joining(", "));
    }

    private Optional<QueueUrl> queueUrl(String value) {
        try {
            return Optional.of(QueueUrl.parse(value));
        } catch (QueueUnusableException wrong) {
            problems.add("%s: %s".formatted(QUEUE_URL, Printable.line(String.valueOf(wrong.getMessage()))));
            return Optional.empty();
        }
    }

    private Optional<String> schedulerRole(Optional<QueueUrl> queueUrl) {
        Optional<String> role =
                value(SCHEDULER_ROLE).filter(arn -> matches(SCHEDULER_ROLE, arn, ROLE_ARN, "the ARN of a role"));
        if (role.isPresent() && queueUrl.isPresent() && queueUrl.get().arn().isEmpty()) {
            problems.add("%s is set, but %s is not a queue of AWS, to which alone Scheduler can send. Set no role"
                    .formatted(SCHEDULER_ROLE, QUEUE_URL));
        }
        return role;
    }

    /** The function's own permissions are none but this: without a role it could not even look. */
    private Optional<String> role(Optional<Configuration> file) {
        Optional<String> arn = value(ROLE).or(() -> file.flatMap(Configuration::role));
        if (arn.isEmpty()) {
            problems.add("%s is not set. Set it to the role to assume in a target's account, such as %s"
                    .formatted(ROLE, EXAMPLE_ROLE));
        }
        return arn.filter(text -> matches(ROLE, text, ROLE_TEMPLATE, "the ARN of a role, such as " + EXAMPLE_ROLE));
    }

    private Optional<String> externalId() {
        Optional<String> id = value(EXTERNAL_ID);
        if (id.isPresent() && !EXTERNAL.matcher(id.get()).matches()) {
            // Not quoted: it is meant to be known to two parties only
            problems.add("%s is not an external id: 2 to 1,224 letters, digits and characters of +=,.@:/-_"
                    .formatted(EXTERNAL_ID));
            return Optional.empty();
        }
        return id;
    }

    private Set<String> list(String name, Pattern shape, String meaning) {
        Set<String> values = list(name);
        values.forEach(value -> matches(name, value, shape, meaning));
        return values;
    }

    private Set<String> list(String name) {
        return value(name).stream()
                .flatMap(list -> Arrays.stream(list.split(",", -1)))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private boolean matches(String name, String value, Pattern shape, String meaning) {
        boolean matches = shape.matcher(value).matches();
        if (!matches) {
            problems.add("%s has %s, which is not %s".formatted(name, quoted(value), meaning));
        }
        return matches;
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    private static String quoted(String value) {
        return "\"%s\"".formatted(Printable.line(value, 200));
    }
}
