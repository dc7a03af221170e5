package dev.overseer.cli.page;

import static dev.overseer.cli.page.Markdown.code;
import static dev.overseer.cli.page.Markdown.plain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.api.AwsAction;
import dev.overseer.api.Check;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.EventPattern;
import dev.overseer.runtime.engine.Durations;
import dev.overseer.runtime.plugin.RegisteredControl;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One control's page. */
final class ControlPage {
    private static final String CREATION =
            ", which creates it: if the live resource is older than the event, it is another one and the outcome is STALE";

    private final RegisteredControl<?> control;
    private final ControlDescriptor descriptor;
    private final SettingsTable settings;

    /** Takes a control, and the JSON Schema of its section of the configuration. */
    ControlPage(RegisteredControl<?> control, JsonNode schema) {
        this.control = control;
        this.descriptor = control.descriptor();
        this.settings = new SettingsTable(descriptor.settings(), schema.at("/properties/settings/properties"));
    }

    String text() {
        Markdown page = new Markdown().heading(1, control.id()).paragraph(plain(descriptor.title()) + ".");
        page.bullets(List.of(
                "Plugin: " + code(control.service()),
                "Severity: " + descriptor.severity(),
                "Before an operator says anything about it: " + (descriptor.offUnlessListed() ? "off" : "dry run"),
                "Remedy: " + remedy(descriptor),
                "Can be undone: " + (isUndoable(descriptor) ? "yes" : "no")));
        events(page);
        checks(page);
        remedy(page);
        undo(page);
        actions(page);
        settings(page);
        configuration(page);
        exemption(page);
        return page.text();
    }

    /** Returns what the control does about a failing check, in a few words. */
    static String remedy(ControlDescriptor descriptor) {
        return descriptor.announceOnly().isPresent()
                ? "none, it announces"
                : names(descriptor.writes().stream().map(AwsAction::name));
    }

    static boolean isUndoable(ControlDescriptor descriptor) {
        return !descriptor.restores().isEmpty();
    }

    private void events(Markdown page) {
        page.heading(2, "Events")
                .bullets(descriptor.patterns().stream().map(ControlPage::event).toList());
    }

    private static String event(EventPattern pattern) {
        return PatternText.markdown(pattern) + (pattern.creation() ? CREATION : "");
    }

    private void checks(Markdown page) {
        page.heading(2, "Checks")
                .table(
                        List.of("check", "fails where the resource", "by default", "makes AWS calls"),
                        control.checks().stream().map(ControlPage::row).toList());
        page.paragraph("`checks: {ID: off}` switches one off, `on` switches one on.");
    }

    private static List<String> row(Check<?> check) {
        return List.of(
                code(check.id()),
                check.finding().map(Markdown::plain).orElse("(depends on the resource)"),
                check.onByDefault() ? "on" : "off",
                check.live() ? "yes, when all others have passed" : "no");
    }

    private void remedy(Markdown page) {
        page.heading(2, "What it does");
        page.paragraph(descriptor
                .announceOnly()
                .map(why -> "It has no remedy: %s. A failing check ends PLANNED in every mode.".formatted(plain(why)))
                .orElseGet(() ->
                        "In mode `enforce`, once a live read has failed a check, it calls %s. In a dry run the outcome is PLANNED and names the call."
                                .formatted(remedy(descriptor))));
        keptFirst().ifPresent(page::paragraph);
        page.paragraph(
                "The first look is at once, the second after %s, any other after %s, 14 at most. A resource that cannot be touched yet is waited for up to %s; then the outcome is TIMED_OUT."
                        .formatted(
                                Durations.text(descriptor.pace().first()),
                                Durations.text(descriptor.pace().then()),
                                Durations.text(descriptor.deadline())));
        if (!descriptor.masked().isEmpty()) {
            page.paragraph("The ledger keeps the resource as it was before the first write, without %s."
                    .formatted(names(descriptor.masked().stream().sorted())));
        }
    }

    private Optional<String> keptFirst() {
        List<String> names = descriptor.writes().stream()
                .filter(AwsAction::keepsPreState)
                .map(AwsAction::name)
                .toList();
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "It calls %s only where a lasting ledger keeps the whole resource as it was before; elsewhere the outcome is FAILED, `needs a ledger`."
                                .formatted(names(names.stream())));
    }

    private void undo(Markdown page) {
        page.heading(2, "Undo");
        if (isUndoable(descriptor)) {
            page.paragraph(
                    "`overseer undo INCIDENT --reason TEXT` puts the resource back to what it was, with %s, and exempts it for a time."
                            .formatted(names(descriptor.restores().stream().map(AwsAction::name))));
        } else {
            page.paragraph(
                    descriptor.announceOnly().isPresent()
                            ? "There is nothing to undo: it changes nothing."
                            : "What it does cannot be undone. `overseer show INCIDENT` tells what the resource was like before.");
        }
    }

    private void actions(Markdown page) {
        List<List<String>> rows = new ArrayList<>();
        descriptor.reads().forEach(action -> rows.add(row("read", action)));
        descriptor.writes().forEach(action -> rows.add(row("write", action)));
        descriptor.restores().forEach(action -> rows.add(row("undo", action)));
        page.heading(2, "AWS actions").table(List.of("for", "action", "on"), rows);
        page.paragraph("`overseer policy iam --control %s` prints them as a policy.".formatted(control.id()));
    }

    private static List<String> row(String purpose, AwsAction action) {
        String resource = action.resource()
                .map(Markdown::code)
                .orElseGet(() -> "any resource: " + plain(action.anyResource().orElse("")));
        return List.of(purpose, code(action.name()), resource);
    }

    private void settings(Markdown page) {
        page.heading(2, "Settings");
        if (settings.isEmpty()) {
            page.paragraph("None.");
        } else {
            page.table(List.of("setting", "takes", "default"), settings.rows());
        }
    }

    private void configuration(Markdown page) {
        page.heading(2, "Configuration");
        String mode = descriptor.announceOnly().isPresent() ? "dry-run" : "enforce";
        page.yaml("controls:\n  %s: {mode: %s}\n".formatted(control.id(), mode));
        List<String> off = control.checks().stream()
                .filter(check -> !check.onByDefault())
                .map(Check::id)
                .toList();
        if (off.isEmpty() && settings.isEmpty()) {
            return;
        }
        StringBuilder full = new StringBuilder("controls:\n  %s:\n    mode: %s\n".formatted(control.id(), mode));
        if (!off.isEmpty()) {
            full.append("    checks:\n");
            off.forEach(check -> full.append("      %s: on\n".formatted(check)));
        }
        if (!settings.isEmpty()) {
            full.append("    settings:\n").append(settings.yaml().indent(6));
        }
        page.paragraph("With all that is off switched on, and the settings as they are by default:")
                .yaml(full.toString());
    }

    private void exemption(Markdown page) {
        page.heading(2, "Exemption")
                .paragraph("To leave some resources alone until a day:")
                .yaml("""
                        exemptions:
                          - control: %s
                            resource: "lab-*"
                            reason: "Torn down every night"
                            owner: "team@example.com"
                            until: 2027-01-31
                        """.formatted(control.id()));
    }

    private static String names(Stream<String> names) {
        return names.map(Markdown::code).collect(Collectors.joining(", "));
    }
}
