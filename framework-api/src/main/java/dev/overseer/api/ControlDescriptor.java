package dev.overseer.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a control says about itself.
 *
 * <pre>{@code
 * ControlDescriptor.control("glue-dev-endpoint", "Glue development endpoints are encrypted and private")
 *     .severity(Severity.HIGH)
 *     .on(EventPattern.creations("glue", "CreateDevEndpoint"))
 *     .reads(action("glue:GetDevEndpoint").on("arn:{partition}:glue:{region}:{account}:devEndpoint/{id}"))
 *     .writes(action("glue:DeleteDevEndpoint").on("arn:{partition}:glue:{region}:{account}:devEndpoint/{id}"))
 *     .pace(Pace.firstAfter(Duration.ofMinutes(5)).then(Duration.ofMinutes(1)))
 *     .deadline(Duration.ofMinutes(30))
 *     .build();
 * }</pre>
 *
 * <p>Nothing is validated here: {@code overseer plugins --check} lists every problem of every plugin at once.
 *
 * @param id kebab case, unique among all installed plugins, and never changed: configuration, metrics and the ledger know
 *     the control by it
 * @param title the rule that the control upholds, as a sentence without a full stop
 * @param severity how much a violation matters
 * @param patterns any one of these selects an event; at least one
 * @param reads every AWS action that the control calls and that changes nothing
 * @param writes every AWS action that the control calls and that changes something; none if it only announces
 * @param restores every AWS action that {@link Control#restore} calls beyond the reads; none if what the control does
 *     cannot be undone
 * @param announceOnly why the control has no remedy; empty if it has one
 * @param pace when the resource is worth another look
 * @param deadline how long the control waits for a resource that cannot be touched yet; positive
 * @param masked the names of fields, at any depth of the resource, that the ledger must not keep; those that the AWS SDK
 *     holds for sensitive it never keeps
 * @param settings what an operator may set, with its defaults; see {@link ControlContext#settings}
 * @param offUnlessListed whether the control does nothing, not even in a dry run, until an operator names it
 */
public record ControlDescriptor(
        String id,
        String title,
        Severity severity,
        List<EventPattern> patterns,
        List<AwsAction> reads,
        List<AwsAction> writes,
        List<AwsAction> restores,
        Optional<String> announceOnly,
        Pace pace,
        Duration deadline,
        Set<String> masked,
        Optional<Record> settings,
        boolean offUnlessListed) {

    /** Copies the collections. */
    public ControlDescriptor {
        patterns = List.copyOf(patterns);
        reads = List.copyOf(reads);
        writes = List.copyOf(writes);
        restores = List.copyOf(restores);
        masked = Set.copyOf(masked);
    }

    /** Starts a descriptor: severity MEDIUM, the default {@link Pace}, a deadline of 30 minutes, no settings. */
    public static Builder control(String id, String title) {
        return new Builder(id, title);
    }

    /** Returns this descriptor with other patterns. */
    public ControlDescriptor withPatterns(List<EventPattern> others) {
        return with(others, settings);
    }

    /** Returns this descriptor with an operator's settings in place of the defaults. */
    public ControlDescriptor withSettings(Record values) {
        return with(patterns, Optional.of(values));
    }

    private ControlDescriptor with(List<EventPattern> otherPatterns, Optional<Record> otherSettings) {
        return new ControlDescriptor(
                id,
                title,
                severity,
                otherPatterns,
                reads,
                writes,
                restores,
                announceOnly,
                pace,
                deadline,
                masked,
                otherSettings,
                offUnlessListed);
    }

    /** Builds a {@link ControlDescriptor}. For one thread. */
    public static final class Builder {
        private final String id;
        private final String title;
        private Severity severity = Severity.MEDIUM;
        private final List<EventPattern> patterns = new ArrayList<>();
        private final List<AwsAction> reads = new ArrayList<>();
        private final List<AwsAction> writes = new ArrayList<>();
        private final List<AwsAction> restores = new ArrayList<>();
        private Optional<String> announceOnly = Optional.empty();
        private Pace pace = Pace.standard();
        private Duration deadline = Duration.ofMinutes(30);
        private final Set<String> masked = new LinkedHashSet<>();
        private Optional<Record> settings = Optional.empty();
        private boolean offUnlessListed;

        private Builder(String id, String title) {
            this.id = id;
            this.title = title;
        }

        /** Says how much a violation matters. */
        public Builder severity(Severity value) {
            severity = value;
            return this;
        }

        /** Adds patterns; any one of them selects an event. */
        public Builder on(EventPattern... more) {
            patterns.addAll(List.of(more));
            return this;
        }

        /** Declares actions that change nothing. The guard refuses a call that is not declared. */
        public Builder reads(AwsAction... more) {
            reads.addAll(List.of(more));
            return this;
        }

        /** Declares actions that change something. A dry run stops before the first of them. */
        public Builder writes(AwsAction... more) {
            writes.addAll(List.of(more));
            return this;
        }

        /**
         * Declares the actions that {@link Control#restore} calls beyond the reads, and with it that what the control does
         * can be undone. Only a person's {@code overseer undo} calls them; in every other look the guard refuses them.
         */
        public Builder restores(AwsAction... more) {
            restores.addAll(List.of(more));
            return this;
        }

        /**
         * Says that the control only tells of what it finds, in place of {@link #writes}: failing checks end PLANNED in every
         * mode.
         *
         * @param why there is no remedy, as a clause without a full stop, such as "deleting a job would lose its history"
         */
        public Builder announceOnly(String why) {
            announceOnly = Optional.of(why);
            return this;
        }

        /** Says when the resource is worth another look. */
        public Builder pace(Pace value) {
            pace = value;
            return this;
        }

        /** Says how long to wait for a resource that cannot be touched yet. */
        public Builder deadline(Duration value) {
            deadline = value;
            return this;
        }

        /**
         * Names fields of the resource, at any depth, that may hold secrets: the ledger keeps the resource as it was before
         * the first write, without these.
         */
        public Builder masks(String... fields) {
            masked.addAll(List.of(fields));
            return this;
        }

        /** Names what an operator may set, by a record that holds the defaults. */
        public Builder settings(Record defaults) {
            settings = Optional.of(defaults);
            return this;
        }

        /**
         * Leaves the control switched off until an operator lists it in the configuration or names it in {@code --enforce}:
         * for one that not everybody wants who installs its plugin.
         */
        public Builder offUnlessListed() {
            offUnlessListed = true;
            return this;
        }

        /** Returns the descriptor. */
        public ControlDescriptor build() {
            return new ControlDescriptor(
                    id,
                    title,
                    severity,
                    patterns,
                    reads,
                    writes,
                    restores,
                    announceOnly,
                    pace,
                    deadline,
                    masked,
                    settings,
                    offUnlessListed);
        }
    }
}
