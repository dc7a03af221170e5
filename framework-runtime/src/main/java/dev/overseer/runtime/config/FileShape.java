package dev.overseer.runtime.config;

import static dev.overseer.runtime.config.Key.optional;

import dev.overseer.api.ControlDescriptor;
import dev.overseer.runtime.aws.TargetRole;
import dev.overseer.runtime.config.Section.Values;
import dev.overseer.runtime.decision.ControlRule;
import dev.overseer.runtime.decision.DecisionPolicy;
import dev.overseer.runtime.decision.Exemption;
import dev.overseer.runtime.decision.KillSwitchPlace;
import dev.overseer.runtime.decision.Limits;
import dev.overseer.runtime.decision.Mode;
import dev.overseer.runtime.decision.Rules;
import dev.overseer.runtime.decision.ScopeRule;
import dev.overseer.runtime.decision.Vote;
import dev.overseer.runtime.notice.NotifySettings;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.runtime.plugin.RegisteredControl;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The whole file. */
final class FileShape {
    private static final String ROLE_LIKE = "arn:{partition}:iam::{account}:role/OverseerTarget";

    /** As <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">STS</a> has it. */
    private static final String EXTERNAL_ID = "[\\w+=,.@:/-]{2,1224}";

    private static final Key<String> ROLE = optional(
            "role",
            new Word<>("the ARN of a role, such as " + ROLE_LIKE, FileShape::role, Schemas.type("string")),
            "The role to assume in a target's account, such as " + ROLE_LIKE);
    private static final Key<String> EXTERNAL = optional(
            "externalId",
            // Not quoted: it is meant to be known to two parties only
            new Word<>("an external id", FileShape::externalId, Schemas.pattern(EXTERNAL_ID)),
            "What the role's trust asks for");
    private static final Key<List<String>> ALLOWED_ACCOUNTS = optional(
            "allow",
            new ListOf<>(Words.account(), 1, "Name accounts, or remove it to work in all"),
            "Work only in these accounts. Default: all");
    private static final Key<Accounts> ACCOUNTS = optional(
            "accounts",
            new Section<>(List.of(ALLOWED_ACCOUNTS, ROLE, EXTERNAL), FileShape::accounts),
            "Where to work, and as whom");
    private static final Key<List<String>> ALLOWED_REGIONS = optional(
            "allow",
            new ListOf<>(Words.region(), 1, "Name regions, or remove it to work in all"),
            "Work only in these regions. Default: all");
    private static final Key<Optional<List<String>>> REGIONS = optional(
            "regions", new Section<>(List.of(ALLOWED_REGIONS), values -> values.get(ALLOWED_REGIONS)), "Where to work");
    private static final Key<Mode> CEILING =
            optional("mode", Words.mode(), "A ceiling over everything: off, dry-run or enforce. Default: none");

    private final Key<Map<String, ControlRule>> controls;
    private final Key<List<Placed.Value<ScopeRule>>> scopes;
    private final Key<List<Placed.Value<Exemption>>> exemptions;
    private final Key<LimitsShape.Bounds> limits;
    private final Key<LedgerSettings> ledger = optional("ledger", LedgerShape.SHAPE, "Where incidents are kept");
    private final Key<List<Placed.Value<NotifySettings>>> notify;
    private final List<ControlDescriptor> descriptors;

    private FileShape(PluginCatalog catalog, Clock clock) {
        InstalledControls installed = new InstalledControls(catalog);
        controls = optional(
                "controls",
                new Named<>("an installed control", installed.shapes()),
                "What each control may do. One that is not listed runs dry");
        scopes = optional(
                "scopes",
                new ListOf<>(new Placed<>(ScopeShape.of(installed))),
                "Modes for parts of the estate. The most specific prevails, of equals the most careful");
        exemptions = optional(
                "exemptions",
                new ListOf<>(new Placed<>(ExemptionShape.of(installed, clock))),
                "What is left alone for a time");
        limits = optional("limits", LimitsShape.of(installed), "How much may be written before a person has to look");
        notify = optional(
                "notify",
                new ListOf<>(new Placed<>(new NotifyShape(installed))),
                "Who is told of incidents, and of which");
        descriptors =
                catalog.controls().stream().map(RegisteredControl::descriptor).toList();
    }

    /** What the file says. */
    record Content(
            Rules rules,
            Optional<String> role,
            Optional<String> externalId,
            Optional<LedgerSettings> ledger,
            List<NotifySettings> notices) {}

    /** What it says about accounts. */
    private record Accounts(Optional<List<String>> allowed, Optional<String> role, Optional<String> externalId) {
        static final Accounts UNSAID = new Accounts(Optional.empty(), Optional.empty(), Optional.empty());
    }

    static Shape<Content> of(PluginCatalog catalog, Clock clock) {
        FileShape file = new FileShape(catalog, clock);
        return new Section<>(
                List.of(
                        CEILING,
                        ACCOUNTS,
                        REGIONS,
                        file.controls,
                        file.scopes,
                        file.exemptions,
                        file.limits,
                        file.ledger,
                        file.notify),
                file::content);
    }

    private Content content(Values values) {
        Accounts accounts = values.get(ACCOUNTS).orElse(Accounts.UNSAID);
        Map<String, ControlRule> listed = values.get(controls).orElse(Map.of());
        List<Placed.Value<ScopeRule>> scoped = values.get(scopes).orElse(List.of());
        List<Placed.Value<Exemption>> exempted = values.get(exemptions).orElse(List.of());
        List<Placed.Value<NotifySettings>> told = values.get(notify).orElse(List.of());
        Optional<LimitsShape.Bounds> bounds = values.get(limits);
        scoped.forEach(scope -> warnOfUnlisted(scope, listed));
        exempted.forEach(exemption -> requireExemptByTag(exemption, listed));
        new NotifyRules(descriptors, listed).check(told);
        Rules rules = new Rules(
                values.get(CEILING)
                        .map(mode -> new Vote(mode, values.place(CEILING).said())),
                accounts.allowed().map(LinkedHashSet::new),
                values.get(REGIONS).flatMap(allowed -> allowed).map(LinkedHashSet::new),
                listed,
                scoped.stream().map(Placed.Value::value).toList(),
                exempted.stream().map(Placed.Value::value).toList(),
                bounds.map(LimitsShape.Bounds::limits).orElse(Limits.STANDARD),
                bounds.flatMap(LimitsShape.Bounds::killSwitch).orElse(new KillSwitchPlace.Here(List.of())));
        warnOfNoLedger(values, rules);
        return new Content(
                rules,
                accounts.role(),
                accounts.externalId(),
                values.get(ledger),
                told.stream().map(Placed.Value::value).toList());
    }

    private static void warnOfUnlisted(Placed.Value<ScopeRule> scope, Map<String, ControlRule> listed) {
        Set<String> unlisted = new LinkedHashSet<>(scope.value().controls());
        unlisted.removeAll(listed.keySet());
        if (!unlisted.isEmpty() && scope.value().vote().mode() == Mode.ENFORCE) {
            scope.place()
                    .warning("does not let %s write: it is not listed under controls, and so runs dry"
                            .formatted(String.join(", ", unlisted)));
        }
    }

    private static void requireExemptByTag(Placed.Value<Exemption> placed, Map<String, ControlRule> listed) {
        Exemption exemption = placed.value();
        boolean asked = exemption
                .control()
                .map(id -> Optional.ofNullable(listed.get(id)).stream())
                .orElseGet(() -> listed.values().stream())
                .anyMatch(ControlRule::exemptByTag);
        if (exemption.needsTags() && !asked) {
            placed.place()
                    .problem(
                            "exempts by tag, and %s allows that. Add exemptByTag: true to the control, or exempt by resource"
                                    .formatted(exemption
                                            .control()
                                            .map(id -> "nothing under controls." + id)
                                            .orElse("no control")));
        }
    }

    private void warnOfNoLedger(Values values, Rules rules) {
        DecisionPolicy policy = DecisionPolicy.of(rules);
        if (values.get(ledger).filter(LedgerSettings.None.class::isInstance).isPresent()
                && rules.controls().keySet().stream().anyMatch(policy::mayEnforce)) {
            values.place(ledger)
                    .warning(
                            "keeps nothing, which is for dry runs and rehearsals, and controls may write. Choose sqlite or dynamodb");
        }
    }

    private static Accounts accounts(Values values) {
        if (values.has(EXTERNAL) && !values.has(ROLE)) {
            values.place(EXTERNAL)
                    .problem("is given without the role that it is for. Add role: \"%s\"".formatted(ROLE_LIKE));
        }
        return new Accounts(values.get(ALLOWED_ACCOUNTS), values.get(ROLE), values.get(EXTERNAL));
    }

    private static String role(String text) {
        return new TargetRole(text, Optional.empty(), Optional.empty()).arn();
    }

    private static String externalId(String text) {
        if (!text.matches(EXTERNAL_ID)) {
            throw new IllegalArgumentException(
                    "is not an external id: 2 to 1,224 letters, digits and characters of +=,.@:/-_");
        }
        return text;
    }
}
