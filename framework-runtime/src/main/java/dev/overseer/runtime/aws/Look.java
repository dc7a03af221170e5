package dev.overseer.runtime.aws;

import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.ResourceRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * What the guard has to know about the look under way, and what it saw of it. For the look's thread alone.
 *
 * <p>Writes are possible only between {@link #allowWrites} and {@link #endWrites}.
 */
public final class Look {
    private final String incident;
    private final ControlDescriptor control;
    private final DeclaredActions declared;
    private final ResourceRef target;
    private final boolean dryRun;
    private final Thread thread = Thread.currentThread();
    private final List<Refusal> refusals = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private Optional<Ground> ground = Optional.empty();
    private Optional<AwsCredentialsProvider> credentials = Optional.empty();
    private String lastAction = "";
    private int claims;

    /** Starts a look on the current thread; without writes so far. */
    public Look(String incident, ControlDescriptor control, ResourceRef target, boolean dryRun) {
        this.incident = incident;
        this.control = control;
        this.declared = new DeclaredActions(control);
        this.target = target;
        this.dryRun = dryRun;
    }

    /** Says with which credentials AWS is called. To be said before the first call. */
    public void actAs(AwsCredentialsProvider provider) {
        credentials = Optional.of(provider);
    }

    /** Says that a live read failed its checks: the only ground for a write. */
    public void allowWrites(Ground failed) {
        ground = Optional.of(failed);
    }

    /** Says that whatever comes now has no ground for a write. */
    public void endWrites() {
        ground = Optional.empty();
    }

    /** Returns what was refused, in order. */
    public List<Refusal> refusals() {
        return List.copyOf(refusals);
    }

    /** Returns the IAM name of the action that was called last; empty if none was. */
    public String lastAction() {
        return lastAction;
    }

    /** Returns the IAM names of the actions that were called since this was last asked, in order, also those refused. */
    public List<String> takeCalls() {
        List<String> taken = List.copyOf(calls);
        calls.clear();
        return taken;
    }

    /** Returns how often a write was asked of the ledger, whatever it answered. */
    public int claims() {
        return claims;
    }

    void claiming() {
        claims++;
    }

    String incident() {
        return incident;
    }

    ControlDescriptor control() {
        return control;
    }

    DeclaredActions declared() {
        return declared;
    }

    ResourceRef target() {
        return target;
    }

    AwsCredentialsProvider credentials() {
        return credentials.orElseThrow(() ->
                new IllegalStateException("Incident %s calls AWS before its look has credentials".formatted(incident)));
    }

    boolean dryRun() {
        return dryRun;
    }

    boolean isOnItsThread() {
        return Thread.currentThread() == thread;
    }

    Optional<Ground> ground() {
        return ground;
    }

    void called(String action) {
        lastAction = action;
        calls.add(action);
    }

    CallRefusedException refuse(Refusal refusal, String message) {
        refusals.add(refusal);
        return new CallRefusedException(message);
    }
}
