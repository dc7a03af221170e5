package dev.overseer.runtime.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.api.AwsAction;
import dev.overseer.api.Check;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.Control;
import dev.overseer.api.ControlContext;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.Finding;
import dev.overseer.api.Pace;
import dev.overseer.api.Progress;
import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.plugin.RegisteredControl;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Stands in for a control while a person undoes what it did: what is wrong with the resource is then that it is not what it
 * was before. So an undo is read, dry run, journalled, repeated and verified as a remediation is. For one look.
 *
 * @param <R> the resource, as in {@link Control}
 */
final class Restoring<R> implements Control<R> {
    /** Begins the id of what stands in, so that nothing that is counted or said for the control is meant by it. */
    private static final String PREFIX = "undo:";

    /** Somebody waits for it. */
    private static final Pace PACE = Pace.firstAfter(Duration.ofSeconds(1));

    private final RegisteredControl<R> repaired;
    private final JsonNode before;
    private final JsonNode left;
    private final BooleanSupplier begun;
    private final Likeness likeness;
    private boolean isGone;

    /**
     * Takes what is to be restored.
     *
     * @param before the resource as it was before the remediation
     * @param left the resource as the remediation left it
     * @param begun whether the undo has written already; then the resource may be on its way
     */
    Restoring(RegisteredControl<R> repaired, JsonNode before, JsonNode left, BooleanSupplier begun) {
        this.repaired = repaired;
        this.before = before;
        this.left = left;
        this.begun = begun;
        this.likeness = new Likeness(new PreState(repaired.descriptor().masked()));
    }

    /** Returns the id of what stands in for a control. */
    static String id(String control) {
        return PREFIX + control;
    }

    /** Returns this as a control that keeps its contract. */
    RegisteredControl<R> registered() {
        return new RegisteredControl<>(repaired.service(), this, descriptor(), checks(), checks());
    }

    /** Returns whether the resource was not there when it was read last. */
    boolean isGone() {
        return isGone;
    }

    @Override
    public ControlDescriptor descriptor() {
        ControlDescriptor own = repaired.descriptor();
        AwsAction[] restores = own.restores().toArray(AwsAction[]::new);
        ControlDescriptor.Builder undo = ControlDescriptor.control(id(own.id()), "Undo of " + own.id())
                .severity(own.severity())
                .reads(own.reads().toArray(AwsAction[]::new))
                .writes(restores)
                .restores(restores)
                .pace(PACE)
                .deadline(own.deadline())
                .masks(own.masked().toArray(String[]::new));
        own.settings().ifPresent(undo::settings);
        return undo.build();
    }

    @Override
    public List<ResourceRef> targets(CloudTrailEvent event) {
        return List.of();
    }

    @Override
    public Optional<R> read(ControlContext context) {
        Optional<R> live = repaired.control().read(context);
        isGone = live.isEmpty();
        return live;
    }

    @Override
    public List<Check<R>> checks() {
        return List.of(Check.require("as-before", this::isAsBefore, "is not what it was before"));
    }

    @Override
    public Progress remediate(R resource, List<Finding> findings, ControlContext context) {
        List<String> changes = begun.getAsBoolean() ? List.of() : likeness.differences(left, resource);
        return changes.isEmpty()
                ? repaired.control().restore(before.deepCopy(), context)
                : Progress.failed("somebody changed it since it was remediated, and that would be lost: %s"
                        .formatted(Likeness.text(changes)));
    }

    private boolean isAsBefore(R resource) {
        return likeness.differences(before, resource).isEmpty();
    }
}
