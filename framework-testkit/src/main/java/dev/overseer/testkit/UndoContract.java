package dev.overseer.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.api.AwsAction;
import dev.overseer.api.Control;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.runtime.aws.DeclaredActions;
import dev.overseer.runtime.aws.IamPolicy;
import dev.overseer.runtime.engine.Undoing.Step;
import dev.overseer.runtime.engine.Undoing.Undone;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome.Kind;
import dev.overseer.runtime.ledger.Undo;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.runtime.plugin.RegisteredControl;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What {@link PluginContract} asks of controls that can be undone: repair and restore give the original back. */
final class UndoContract {
    private final PluginCatalog catalog;
    private final List<Sample> samples;
    private final Function<Sample, Rehearsal> worlds;

    /** Takes what makes rehearsals, each in an account with nothing in it. */
    UndoContract(PluginCatalog catalog, List<Sample> samples, Function<Sample, Rehearsal> worlds) {
        this.catalog = catalog;
        this.samples = samples;
        this.worlds = worlds;
    }

    void check() {
        for (RegisteredControl<?> control : catalog.controls()) {
            if (control.descriptor().restores().isEmpty()) {
                requireNoRestore(control);
            } else {
                check(control.descriptor());
            }
        }
    }

    private static void requireNoRestore(RegisteredControl<?> control) {
        assertThat(implementsRestore(control.control().getClass()))
                .as(
                        "Whether control %s implements restore(…), which nobody calls: it declares nothing to restore with. Add restores(action(\"…\").on(…)) to its descriptor, or remove restore(…)",
                        control.id())
                .isFalse();
    }

    private static boolean implementsRestore(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals("restore"))
                .anyMatch(method -> !method.getDeclaringClass().equals(Control.class));
    }

    private void check(ControlDescriptor control) {
        Set<String> used = new TreeSet<>();
        for (Sample sample : samples) {
            if (sample.outcome() == Kind.REMEDIATED) {
                undo(control, sample, used);
            }
        }
        assertThat(used)
                .as(
                        "Actions that restore of control %s calls, against those in its restores(…): take out what it does not need, or add a Sample that needs it",
                        control.id())
                .isEqualTo(names(control.restores()));
    }

    private void undo(ControlDescriptor control, Sample sample, Set<String> used) {
        Rehearsal rehearsal = worlds.apply(sample);
        List<Incident> repaired = rehearsal.play(sample.event()).opened().stream()
                .filter(incident -> incident.control().equals(control.id()))
                .toList();
        for (Incident incident : repaired) {
            int callsBefore = rehearsal.aws().calls().size();
            Step step = rehearsal.undo(incident.id());
            assertThat(step)
                    .as(
                            "What restore of control %s gives back for %s: the resource as read(…) described it before remediate. Let read return a record of what the control looks at and can restore",
                            control.id(), sample.event())
                    .isInstanceOf(Undone.class);
            Undo undo = ((Undone) step).undo();
            rehearsal.ledger().writes(undo.journal()).stream()
                    .map(write -> write.intent().action())
                    .forEach(used::add);
            List<AwsCall> calls = rehearsal.aws().calls();
            calls.subList(callsBefore, calls.size())
                    .forEach(call -> requireAllowed(control, incident, call, rehearsal));
        }
    }

    private static void requireAllowed(
            ControlDescriptor control, Incident incident, AwsCall call, Rehearsal rehearsal) {
        String resource = rehearsal.aws().resource(call);
        String action = name(control, call);
        assertThat(AllowedActions.of(IamPolicy.undoSession(control, incident.target()))
                        .allows(action, resource))
                .as(
                        "Control %s calls %s on %s to undo. Declare it in restores(…) on that ARN, or call it for context.target() alone",
                        control.id(), action, resource)
                .isTrue();
    }

    /** Returns the IAM name of what a call asks for. */
    private static String name(ControlDescriptor control, AwsCall call) {
        return new DeclaredActions(control)
                .find(call.service(), call.operation())
                .map(declared -> declared.action().name())
                .orElseGet(() -> control.restores().stream()
                        .filter(restore -> restore.operation().equals(call.operation()))
                        .findFirst()
                        .map(AwsAction::name)
                        .orElseGet(call::action));
    }

    private static Set<String> names(List<AwsAction> actions) {
        return actions.stream().map(AwsAction::name).collect(Collectors.toCollection(TreeSet::new));
    }
}
