package dev.overseer.testkit;

import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.aws.AwsConnection;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.regions.Region;

/**
 * AWS in memory, behind real SDK clients: requests are marshalled and signed, answers unmarshalled, and no socket is
 * opened. The accounts are told apart by their credentials.
 *
 * <pre>{@code
 * var clock = new TestClock(Instant.parse("2026-01-15T10:00:00Z"));
 * var glue = new GlueSimulator(clock);
 * var aws = new FakeAws(clock).install(glue);
 * aws.fail("DeleteDevEndpoint").with(Fault.throttle()).times(2);
 * }</pre>
 *
 * <p>Where there is no simulator, a test answers the SDK's requests with the SDK's responses, or throws the service's
 * exceptions, whatever protocol they travel in; faults, hooks and {@link #calls} know no difference:
 *
 * <pre>{@code
 * aws.on(GetTopicAttributesRequest.class, request -> GetTopicAttributesResponse.builder().attributes(topic).build());
 * aws.on(SetTopicAttributesRequest.class).throttle(2);
 * }</pre>
 *
 * <p>Safe for several threads. {@link LoopbackAws} serves the same over HTTP.
 */
public final class FakeAws {
    /** The account of a caller whose credentials name none. */
    public static final String ACCOUNT = "123456789012";

    /** The region of {@link #client(Supplier)}. */
    public static final String REGION = "eu-west-1";

    /** Stands for every operation in {@link #fail} and {@link #onCall}. */
    public static final String ANY = "*";

    static final String NOT_SIMULATED = "UnknownOperationException";

    private final Clock clock;
    private final Map<String, SimulatedService> services = new ConcurrentHashMap<>();
    private final Map<String, Optional<CallScope>> scopes = new ConcurrentHashMap<>();
    private final List<TypedService> typedServices = new CopyOnWriteArrayList<>();
    private final TypedCalls typedCalls = new TypedCalls();
    private final List<Interception> interceptions = new CopyOnWriteArrayList<>();
    private final Set<String> seeded = new HashSet<>();
    private final AtomicLong requests = new AtomicLong();
    private final List<AwsCall> calls = new ArrayList<>();
    private final List<AwsCall> notSimulated = new ArrayList<>();

    /** Makes an AWS without services. */
    public FakeAws(Clock clock) {
        this.clock = clock;
    }

    /**
     * Adds a service, and returns this.
     *
     * @throws IllegalArgumentException if there is one of that name already
     */
    public FakeAws install(SimulatedService service) {
        if (services.putIfAbsent(service.service(), service) != null) {
            throw new IllegalArgumentException("%s is already simulated".formatted(service.service()));
        }
        return this;
    }

    /** Adds resources of one type, also beside an installed service, and returns this. */
    public FakeAws install(SimulatedResources<?> resources) {
        return install(resources.service());
    }

    /**
     * Answers every request of a class, as in
     * {@code aws.on(ListTopicsRequest.class, request -> ListTopicsResponse.builder().build())}. Takes the place of what
     * answered such requests before, also of an installed service.
     *
     * @param answer called on the caller's thread; throws the service's own exceptions, in which what every error of AWS
     *     has is filled in: a status (400), a request id, an error code (the exception's class)
     */
    public <Q extends SdkRequest> FakeAws on(Class<Q> request, Function<Q, ? extends SdkResponse> answer) {
        return on(request, (typed, call) -> answer.apply(typed));
    }

    /** As {@link #on(Class, Function)}, with an answer that depends on account, region or time of the call. */
    public <Q extends SdkRequest> FakeAws on(Class<Q> request, BiFunction<Q, AwsCall, ? extends SdkResponse> answer) {
        return install(new TypedService.Answering<>(
                request,
                (typed, call) -> new Answer.Response(answer.apply(typed, call)),
                TypedService.Answering::onlyArn));
    }

    /**
     * Says that requests of a class fail, and is completed by saying how: {@code throttle(2)}, {@code deny()},
     * {@code timeout()}, {@code serverError()}. Such requests must come from SDK clients in the same process.
     */
    public RequestFaults on(Class<? extends SdkRequest> request) {
        return new RequestFaults(
                this, call -> call.typed().filter(request::isInstance).isPresent());
    }

    /**
     * Says what an event brings about: {@link #simulates} it from now on, and {@link #seed} runs the code. For tests that
     * answer requests themselves and play events.
     *
     * @param service the first part of the record's {@code eventSource}, such as {@code sns}
     * @param operation the record's {@code eventName}
     */
    public FakeAws seededBy(String service, String operation, Consumer<CloudTrailEvent> code) {
        return install(new TypedService.Seeding(service, operation, code));
    }

    private FakeAws install(TypedService service) {
        typedServices.addFirst(service);
        return this;
    }

    /** Returns how the runtime reaches this AWS. */
    public AwsConnection connection() {
        return AwsConnection.own(
                        new InMemoryHttp(this, typedCalls),
                        account -> StaticCredentialsProvider.create(FakeCredentials.of(account)),
                        account -> FakeCredentials.principal(account, REGION, Optional.empty()),
                        Optional.empty())
                .with(typedCalls);
    }

    /** Returns a client in {@link #ACCOUNT} and {@link #REGION} that does not retry. */
    public <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(Supplier<B> builder) {
        return client(builder, ACCOUNT, REGION);
    }

    /** Returns a client that does not retry, as in {@code aws.client(GlueClient::builder, "123456789012", "eu-west-1")}. */
    public <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(
            Supplier<B> builder, String account, String region) {
        return builder.get()
                .region(Region.of(region))
                .credentialsProvider(StaticCredentialsProvider.create(FakeCredentials.of(account)))
                .httpClient(new InMemoryHttp(this, typedCalls))
                .overrideConfiguration(client ->
                        client.retryStrategy(AwsRetryStrategy.doNotRetry()).addExecutionInterceptor(typedCalls))
                .build();
    }

    /**
     * Says that calls of an operation fail, and is completed by saying how.
     *
     * @param operation such as {@code DeleteDevEndpoint}, or with its service {@code glue:DeleteDevEndpoint}, or
     *     {@link #ANY}
     */
    public Failing fail(String operation) {
        return fault -> intercept(new Interception(Interception.of(operation), fault, count -> count == 1));
    }

    /** Completes {@link #fail}. */
    @FunctionalInterface
    public interface Failing {

        /**
         * Puts a fault in the way of the first call from now on; {@link Interception#times}, {@link Interception#nth} and
         * {@link Interception#always} say which calls instead. Several faults of one operation stand behind one another:
         * each counts the calls that got past those before it.
         */
        Interception with(Fault fault);
    }

    /**
     * Says that code of the test runs when an operation is called, on the caller's thread. What the code throws leaves the
     * HTTP client: an {@code Error} is like the death of the calling process.
     *
     * @param operation as in {@link #fail}
     */
    public Hook onCall(String operation) {
        return new Hook(operation);
    }

    /** Completes {@link #onCall}. Strikes every call unless the returned {@link Interception} is told otherwise. */
    public final class Hook {
        private final String operation;

        private Hook(String operation) {
            this.operation = operation;
        }

        /** Runs before the service sees the call. */
        public Interception before(Consumer<AwsCall> code) {
            return intercepted((call, service) -> {
                code.accept(call);
                return service.answer();
            });
        }

        /** Runs after the service has done its work, before the caller has its answer. */
        public Interception after(Consumer<AwsCall> code) {
            return intercepted((call, service) -> {
                Answer answer = service.answer();
                code.accept(call);
                return answer;
            });
        }

        private Interception intercepted(Fault hook) {
            return intercept(new Interception(Interception.of(operation), hook, count -> true));
        }
    }

    /** Returns every call that was sent, whether it reached its service or not, in order of arrival. */
    public List<AwsCall> calls() {
        return copy(calls);
    }

    /** Returns the calls of an operation, such as {@code DeleteDevEndpoint}. */
    public List<AwsCall> calls(String operation) {
        return calls().stream()
                .filter(call -> call.operation().equals(operation))
                .toList();
    }

    /** Returns the requests of a class that SDK clients in this process sent, in order of arrival. */
    public <Q extends SdkRequest> List<Q> requests(Class<Q> request) {
        return calls().stream()
                .flatMap(call -> call.typed().stream())
                .filter(request::isInstance)
                .map(request::cast)
                .toList();
    }

    /** Returns the calls that may have changed something. */
    public List<AwsCall> writes() {
        return calls().stream().filter(AwsCall::isWrite).toList();
    }

    /**
     * Returns the calls that nobody simulates. Each was answered with HTTP 400 and {@code UnknownOperationException}: a test
     * or rehearsal in which there are any has proved nothing.
     */
    public List<AwsCall> notSimulated() {
        return copy(notSimulated);
    }

    /** Returns the ARN of the resource that a call is about, as its simulator says; {@code *} if it is about none. */
    public String resource(AwsCall call) {
        return call.typed().stream()
                .flatMap(request -> typedServices.stream().flatMap(service -> service.resource(request, call).stream()))
                .findFirst()
                .orElseGet(() -> service(call.service(), call.request()).resource(call));
    }

    /** Returns whether something that is installed can bring about what the event reports. */
    public boolean simulates(CloudTrailEvent event) {
        return services.values().stream().anyMatch(service -> service.simulates(event))
                || typedServices.stream().anyMatch(service -> service.simulates(event));
    }

    /** Brings about what the event reports, as of its time. Does nothing for an event id that was seeded before. */
    public void seed(CloudTrailEvent event) {
        if (!simulates(event)) {
            throw new IllegalArgumentException(
                    "No simulator for %s. There are simulators for %s.".formatted(event, services.keySet()));
        }
        synchronized (seeded) {
            if (seeded.add(event.id())) {
                services.values().stream()
                        .filter(service -> service.simulates(event))
                        .forEach(service -> service.seed(event));
                typedServices.stream()
                        .filter(service -> service.simulates(event))
                        .forEach(service -> service.seed(event));
            }
        }
    }

    /** Lets an event bring about nothing when it is {@linkplain #seed seeded}. */
    void leaveAsItIs(CloudTrailEvent event) {
        synchronized (seeded) {
            seeded.add(event.id());
        }
    }

    /**
     * Makes a resource go away without a call, as if its owner had deleted it, and returns whether it was there: false also
     * if nothing that is installed knows how, see {@link SimulatedService#vanish}.
     */
    public boolean vanish(ResourceRef target) {
        boolean vanished = false;
        for (SimulatedService service : services.values()) {
            vanished |= service.vanish(target);
        }
        for (TypedService service : typedServices) {
            vanished |= service.vanish(target);
        }
        return vanished;
    }

    /** Answers a request as AWS would, or throws as the network would. */
    Answer.Content answer(AwsRequest request, Optional<TypedCall> typed) throws IOException {
        String requestId = new UUID(0, requests.incrementAndGet()).toString();
        Optional<CallScope> scope = scopes.computeIfAbsent(CallScope.identity(request), _ -> CallScope.of(request));
        Answer.Content content =
                scope.isPresent() ? answer(request, typed, scope.get(), requestId) : refuseUnsigned(request, requestId);
        return content.with("x-amzn-RequestId", requestId);
    }

    private Answer.Content answer(AwsRequest request, Optional<TypedCall> typed, CallScope scope, String requestId)
            throws IOException {
        SimulatedService service = service(scope.service(), request);
        AwsCall call = new AwsCall(
                clock.instant(),
                scope.account(),
                scope.region(),
                scope.principal(),
                scope.service(),
                operation(request, typed, service).intern(),
                request.input(),
                typed.map(TypedCall::request));
        record(calls, call);
        return switch (intercepted(call, service)) {
            case Answer.Content content -> content;
            case Answer.Response response -> beside(typed, response, 200);
            case Answer.Thrown thrown -> beside(typed, thrown, status(thrown));
            case Answer.Failure failure -> {
                if (failure.code().equals(NOT_SIMULATED)) {
                    record(notSimulated, call);
                }
                yield failed(failure, typed, service, requestId);
            }
            case Answer.Refusal refusal -> failed(failure(refusal, call, service), typed, service, requestId);
        };
    }

    /** The SDK knows best, but a simulator may tell apart what the SDK does not. */
    private static String operation(AwsRequest request, Optional<TypedCall> typed, SimulatedService service) {
        return service instanceof NotInstalled && typed.isPresent()
                ? typed.get().operation()
                : service.operation(request);
    }

    private static int status(Answer.Thrown thrown) {
        int status = thrown.exception().statusCode();
        return status == 0 ? 400 : status;
    }

    /** Hands an answer to the SDK client past the wire, which carries no more than a status then. */
    private static Answer.Content beside(Optional<TypedCall> typed, Answer answer, int status) {
        typed.orElseThrow(() -> new IllegalStateException("Only a typed request has a typed answer"))
                .endsWith(answer);
        return new Answer.Content(status, Map.of(), "");
    }

    /** How errors of a service are written is known only where it is installed. */
    private static Answer.Content failed(
            Answer.Failure failure, Optional<TypedCall> typed, SimulatedService service, String requestId) {
        return service instanceof NotInstalled && typed.isPresent()
                ? beside(typed, failure, failure.status())
                : service.protocol().render(failure, requestId);
    }

    private SimulatedService service(String name, AwsRequest request) {
        return services.getOrDefault(name, new NotInstalled(name, Protocol.of(request)));
    }

    private Answer intercepted(AwsCall call, SimulatedService service) throws IOException {
        Fault.Onward onward = () -> served(call, service);
        for (Interception interception : interceptions.reversed()) {
            if (interception.concerns(call)) {
                Fault.Onward rest = onward;
                onward = () -> interception.answer(call, rest);
            }
        }
        return onward.answer();
    }

    private Answer served(AwsCall call, SimulatedService service) {
        try {
            return call.typed().stream()
                    .flatMap(request -> typedServices.stream().flatMap(typed -> typed.answer(request, call).stream()))
                    .findFirst()
                    .orElseGet(() -> service.handle(call));
        } catch (AwsServiceException answer) {
            return new Answer.Thrown(answer);
        }
    }

    private Answer.Failure failure(Answer.Refusal refusal, AwsCall call, SimulatedService service) {
        return switch (refusal) {
            case THROTTLED -> service.protocol().throttled();
            case DENIED ->
                service.protocol()
                        .denied("User: %s is not authorized to perform: %s on resource: %s because no identity-based "
                                        .formatted(call.principal(), call.action(), resource(call))
                                + "policy allows the %s action".formatted(call.action()));
        };
    }

    private static Answer.Content refuseUnsigned(AwsRequest request, String requestId) {
        return Protocol.of(request)
                .render(
                        new Answer.Failure(403, "MissingAuthenticationTokenException", "Missing Authentication Token"),
                        requestId);
    }

    Interception intercept(Interception interception) {
        interceptions.add(interception);
        return interception;
    }

    private static void record(List<AwsCall> list, AwsCall call) {
        synchronized (list) {
            list.add(call);
        }
    }

    private static List<AwsCall> copy(List<AwsCall> list) {
        synchronized (list) {
            return List.copyOf(list);
        }
    }

    /** Stands in for a service without a simulator. */
    private record NotInstalled(String service, Protocol protocol) implements SimulatedService {
        @Override
        public Answer handle(AwsCall call) {
            return Answer.notSimulated(call);
        }
    }
}
