package dev.overseer.runtime.engine;

import dev.overseer.api.Check;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.ControlContext;
import dev.overseer.api.Finding;
import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.incident.Judgement;
import dev.overseer.runtime.plugin.RegisteredControl;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;

/** Judges resources by their events alone, without AWS. Stateless. */
public final class OfflineJudge {

    /** Returns what the event says about one of its targets. */
    public <R> Judgement judge(RegisteredControl<R> control, ResourceRef target, CloudTrailEvent event) {
        Optional<R> requested = control.control().requested(target, event);
        List<Finding> findings = new ArrayList<>();
        List<String> notJudged = new ArrayList<>();
        for (Check<R> check : control.switchedOn()) {
            if (requested.isEmpty() || check.live()) {
                notJudged.add(check.id());
            } else {
                check.inspect(requested.get(), new OfflineContext(control, target, event))
                        .ifPresent(message -> findings.add(new Finding(check.id(), message)));
            }
        }
        return new Judgement(verdict(findings, notJudged), findings, notJudged);
    }

    private static Judgement.Verdict verdict(List<Finding> findings, List<String> notJudged) {
        if (!findings.isEmpty()) {
            return Judgement.Verdict.FAILS;
        }
        return notJudged.isEmpty() ? Judgement.Verdict.PASSES : Judgement.Verdict.NOT_JUDGED;
    }

    private record OfflineContext(RegisteredControl<?> control, ResourceRef target, CloudTrailEvent reported)
            implements ControlContext {
        @Override
        public Optional<CloudTrailEvent> event() {
            return Optional.of(reported);
        }

        @Override
        public Optional<String> checkpoint() {
            return Optional.empty();
        }

        @Override
        public <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(Supplier<B> builder) {
            throw new IllegalStateException(
                    "Control %s asked for an AWS client in a check that is not live. Declare it with Check.live(…)."
                            .formatted(control.descriptor().id()));
        }

        @Override
        public <T extends Record> T settings(Class<T> type) {
            return control.settings(type);
        }
    }
}
