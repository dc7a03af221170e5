package dev.overseer.testkit;

import dev.overseer.api.AwsAction;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.ControlContext;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.aws.DeclaredActions;
import dev.overseer.runtime.aws.IamPolicy;
import dev.overseer.runtime.aws.TargetCredentials;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.runtime.plugin.RegisteredControl;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.regions.Region;

/**
 * Holds what controls call in rehearsals against what their policies allow, and what they declare against what they call.
 *
 * <p>The policies are those that production works under: the role's, and the session's, which is narrowed to the target. A
 * call counts by its action and by the ARN that {@link SimulatedService#resource} gives it. For one thread.
 *
 * <pre>{@code
 * LeastPrivilege privilege = new LeastPrivilege(catalog);
 * privilege.play(Rehearsal.of(catalog, aws, clock), event);
 * assertThat(privilege.excesses()).isEmpty();
 * assertThat(privilege.unused()).isEmpty();
 * }</pre>
 */
public final class LeastPrivilege {
    private final PluginCatalog catalog;
    private final Set<String> excesses = new TreeSet<>();
    private final Set<Use> used = new HashSet<>();

    /** Starts without any call. */
    public LeastPrivilege(PluginCatalog catalog) {
        this.catalog = catalog;
    }

    private record Use(String control, String action) {}

    /** In which a control works on one target. */
    private record Session(ControlDescriptor control, ResourceRef target, boolean writes) {}

    /**
     * Plays events to their end, and returns what happened. Then asks for what an exemption by tag asks for.
     *
     * @param rehearsal whose AWS has not been called before
     */
    public Transcript play(Rehearsal rehearsal, EventBuilder... events) {
        return judged(rehearsal, played -> played.play(events));
    }

    /**
     * Sweeps the fake's usual account and region under one control, and returns what happened.
     *
     * @param rehearsal whose AWS has not been called before
     */
    public Transcript sweep(Rehearsal rehearsal, String control) {
        return judged(rehearsal, played -> played.sweep(control));
    }

    private Transcript judged(Rehearsal rehearsal, Function<Rehearsal, Transcript> scenario) {
        Sessions sessions = new Sessions();
        Transcript transcript = scenario.apply(rehearsal.with(sessions));
        for (Incident incident : transcript.opened()) {
            catalog.find(incident.control()).ifPresent(control -> ask(control, incident.target(), rehearsal, sessions));
        }
        for (AwsCall call : rehearsal.aws().calls()) {
            sessions.of(call)
                    .ifPresent(session -> judge(session, call, rehearsal.aws().resource(call)));
        }
        return transcript;
    }

    /** Returns a sentence for each call that AWS would have denied, sorted; empty if there was none. */
    public List<String> excesses() {
        return List.copyOf(excesses);
    }

    /** Returns a sentence for each declared action that was never called, by control; empty if all were. */
    public List<String> unused() {
        List<String> unused = new ArrayList<>();
        for (RegisteredControl<?> control : catalog.controls()) {
            Stream.concat(control.descriptor().reads().stream(), control.descriptor().writes().stream())
                    .map(AwsAction::name)
                    .distinct()
                    .filter(action -> !used.contains(new Use(control.id(), action)))
                    .map(action ->
                            "Control %s declares %s, which no scenario makes it call. Take action(\"%s\") out of its descriptor, or add a scenario that needs it."
                                    .formatted(control.id(), action, action))
                    .forEach(unused::add);
        }
        return List.copyOf(unused);
    }

    private static <R> void ask(
            RegisteredControl<R> control, ResourceRef target, Rehearsal rehearsal, Sessions sessions) {
        Question question = new Question(control, target, rehearsal, sessions);
        control.control().read(question).ifPresent(resource -> control.control().tags(resource, question));
    }

    private void judge(Session session, AwsCall call, String resource) {
        ControlDescriptor control = session.control();
        String action = new DeclaredActions(control)
                .find(call.service(), call.operation())
                .map(declared -> declared.action().name())
                .orElseGet(call::action);
        used.add(new Use(control.id(), action));
        if (!AllowedActions.of(IamPolicy.role(List.of(control))).allows(action, resource)) {
            excesses.add("Control %s called %s on %s, and its role may not: %s"
                    .formatted(control.id(), action, resource, whyNot(control, action, call.service())));
        } else if (!AllowedActions.of(IamPolicy.session(control, session.target(), session.writes()))
                .allows(action, resource)) {
            excesses.add(
                    "Control %s called %s on %s, and its session for %s may not: {id} is the target there, and a dry run only reads. Call it for context.target() alone, or declare it on what it really needs."
                            .formatted(
                                    control.id(),
                                    action,
                                    resource,
                                    session.target().id()));
        }
    }

    private static String whyNot(ControlDescriptor control, String action, String service) {
        String declared = declaredOn(control, action);
        return declared.isEmpty()
                ? "the action is not declared. Add action(\"%s\").on(…) to its reads(…) or writes(…).".formatted(action)
                : "the action is declared on %s. Correct the ARN in on(…), or resource(call) in the simulator of %s if IAM knows the resource by another ARN."
                        .formatted(declared, service);
    }

    /** Returns the ARNs; empty if the action is not declared. */
    private static String declaredOn(ControlDescriptor control, String action) {
        return Stream.concat(control.reads().stream(), control.writes().stream())
                .filter(declared -> declared.name().equals(action))
                .map(declared -> declared.resource().orElse("any resource"))
                .collect(Collectors.joining(" and "));
    }

    /** Lends a control clients in a session that only reads. */
    private record Question(RegisteredControl<?> control, ResourceRef target, Rehearsal rehearsal, Sessions sessions)
            implements ControlContext {
        @Override
        public Optional<CloudTrailEvent> event() {
            return Optional.empty();
        }

        @Override
        public Optional<String> checkpoint() {
            return Optional.empty();
        }

        @Override
        public <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(Supplier<B> builder) {
            return builder.get()
                    .region(Region.of(target.region()))
                    .credentialsProvider(sessions.obtain(control.descriptor(), target, false))
                    .httpClient(rehearsal.connection().http())
                    .overrideConfiguration(client -> {
                        client.retryStrategy(AwsRetryStrategy.doNotRetry());
                        rehearsal.connection().interceptors().forEach(client::addExecutionInterceptor);
                    })
                    .build();
        }

        @Override
        public <T extends Record> T settings(Class<T> type) {
            return control.settings(type);
        }
    }

    /** Gives every look credentials of its own, by whose principal its calls are known. */
    private static final class Sessions implements TargetCredentials {
        private final Map<String, Session> byPrincipal = new ConcurrentHashMap<>();
        private final AtomicInteger number = new AtomicInteger();

        @Override
        public AwsCredentialsProvider obtain(ControlDescriptor control, ResourceRef target, boolean writes) {
            String name = "overseer-%s-%d".formatted(control.id(), number.incrementAndGet());
            AwsSessionCredentials credentials =
                    FakeCredentials.ofSession(target.account(), target.region(), "OverseerTarget", name);
            byPrincipal.put(credentials.sessionToken(), new Session(control, target, writes));
            return StaticCredentialsProvider.create(credentials);
        }

        @Override
        public String identity(ResourceRef target) {
            return "role OverseerTarget in account " + target.account();
        }

        Optional<Session> of(AwsCall call) {
            return Optional.ofNullable(byPrincipal.get(call.principal()));
        }
    }
}
