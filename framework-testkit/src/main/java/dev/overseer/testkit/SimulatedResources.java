package dev.overseer.testkit;

import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.ResourceRef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;

/**
 * AWS resources of one type, in memory, by account, region and id: for services without a simulator whose resources are
 * got, put and deleted. In the SDK's own requests and responses, whatever protocol they travel in:
 *
 * <pre>{@code
 * var topics = SimulatedResources.<Map<String, String>>of("AWS::SNS::Topic", "{id}")
 *         .seededBy("sns", "CreateTopic", event -> event.response("topicArn"), event -> Map.of())
 *         .get(GetTopicAttributesRequest.class, GetTopicAttributesRequest::topicArn,
 *                 topic -> GetTopicAttributesResponse.builder().attributes(topic).build())
 *         .update(SetTopicAttributesRequest.class, SetTopicAttributesRequest::topicArn,
 *                 (topic, set) -> with(topic, set.attributeName(), set.attributeValue()))
 *         .delete(DeleteTopicRequest.class, DeleteTopicRequest::topicArn)
 *         .notFound(() -> NotFoundException.builder().message("Topic does not exist").build());
 * var aws = new FakeAws(clock).install(topics);
 * }</pre>
 *
 * <p>Say everything before the first call. After that it is safe for several threads.
 *
 * @param <T> what is kept of a resource; immutable, such as a model class of the SDK
 */
public final class SimulatedResources<T> {
    private final String type;
    private final String arn;
    private final List<TypedService> parts = new CopyOnWriteArrayList<>();
    private final Map<Place, NavigableMap<String, T>> resources = new HashMap<>();
    private Supplier<? extends AwsServiceException> notFound;

    private SimulatedResources(String type, String arn) {
        this.type = type;
        this.arn = arn;
        this.notFound = () -> {
            throw new IllegalStateException(
                    "Nobody said what AWS answers where a resource is not there, here of type %s. Add .notFound(() -> …) with the service's exception"
                            .formatted(type));
        };
    }

    /** Where resources are. */
    private record Place(String account, String region) {}

    /**
     * Starts without any resource.
     *
     * @param type the CloudFormation name of the type, as in the control's {@link ResourceRef}
     * @param arn how IAM knows the resource, with the placeholders {@code {partition}}, {@code {region}},
     *     {@code {account}} and {@code {id}}; {@code {id}} alone where the id is the ARN
     */
    public static <T> SimulatedResources<T> of(String type, String arn) {
        return new SimulatedResources<>(type, arn);
    }

    /**
     * Says that an event reports the creation, or another state, of a resource: a rehearsal of the event begins with it.
     *
     * @param service the first part of the record's {@code eventSource}, such as {@code sns}
     * @param operation the record's {@code eventName}
     * @param id the id as the control's {@link ResourceRef} has it; an event without one seeds nothing
     * @param made the resource that the event reports
     */
    public SimulatedResources<T> seededBy(
            String service,
            String operation,
            Function<CloudTrailEvent, Optional<String>> id,
            Function<CloudTrailEvent, T> made) {
        return part(new TypedService.Seeding(
                service,
                operation,
                event -> id.apply(event).ifPresent(name -> add(event.resource(type, name), made.apply(event)))));
    }

    /**
     * Answers a request that reads one resource.
     *
     * @param answer from what is kept of the resource, and from that alone: if the response holds its name or its URL, keep
     *     that as well
     */
    public <Q extends SdkRequest> SimulatedResources<T> get(
            Class<Q> request, Function<Q, String> id, Function<T, ? extends SdkResponse> answer) {
        return answering(
                request, id, (typed, place) -> new Answer.Response(answer.apply(existing(place, id.apply(typed)))));
    }

    /** Answers a request that creates a resource, or replaces it, with an empty response. */
    public <Q extends SdkRequest> SimulatedResources<T> put(
            Class<Q> request, Function<Q, String> id, Function<Q, T> made) {
        return answering(request, id, (typed, place) -> {
            at(place).put(id.apply(typed), made.apply(typed));
            return empty();
        });
    }

    /** Answers a request that changes a resource which is there, with an empty response. */
    public <Q extends SdkRequest> SimulatedResources<T> update(
            Class<Q> request, Function<Q, String> id, BiFunction<T, Q, T> change) {
        return answering(request, id, (typed, place) -> {
            at(place).put(id.apply(typed), change.apply(existing(place, id.apply(typed)), typed));
            return empty();
        });
    }

    /** Answers a request that deletes a resource which is there, with an empty response. */
    public <Q extends SdkRequest> SimulatedResources<T> delete(Class<Q> request, Function<Q, String> id) {
        return answering(request, id, (typed, place) -> {
            existing(place, id.apply(typed));
            at(place).remove(id.apply(typed));
            return empty();
        });
    }

    /** Answers a request that lists the resources of an account and region, by id, on one page. */
    public <Q extends SdkRequest> SimulatedResources<T> list(
            Class<Q> request, Function<Map<String, T>, ? extends SdkResponse> answer) {
        return part(new TypedService.Answering<>(
                request,
                (typed, call) -> new Answer.Response(answer.apply(new TreeMap<>(at(place(call))))),
                (typed, call) -> Optional.empty()));
    }

    /** Says what the service throws where a resource is not there. */
    public SimulatedResources<T> notFound(Supplier<? extends AwsServiceException> exception) {
        notFound = exception;
        return this;
    }

    /** Puts a resource in place, in {@link FakeAws#ACCOUNT} and {@link FakeAws#REGION}. */
    public SimulatedResources<T> add(String id, T resource) {
        return add(ResourceRef.of(FakeAws.ACCOUNT, FakeAws.REGION, type, id), resource);
    }

    /** Puts a resource in place. */
    public synchronized SimulatedResources<T> add(ResourceRef target, T resource) {
        at(place(target)).put(target.id(), resource);
        return this;
    }

    /** Returns a resource as it is now, from {@link FakeAws#ACCOUNT} and {@link FakeAws#REGION}; empty if it is not there. */
    public Optional<T> find(String id) {
        return find(ResourceRef.of(FakeAws.ACCOUNT, FakeAws.REGION, type, id));
    }

    /** Returns a resource as it is now; empty if it is not there. */
    public synchronized Optional<T> find(ResourceRef target) {
        return Optional.ofNullable(at(place(target)).get(target.id()));
    }

    /** Returns what a {@link FakeAws} hands requests to. */
    TypedService service() {
        return new Service();
    }

    @FunctionalInterface
    private interface Code<Q> {
        Answer answer(Q request, Place place);
    }

    private <Q extends SdkRequest> SimulatedResources<T> answering(
            Class<Q> request, Function<Q, String> id, Code<Q> code) {
        return part(new TypedService.Answering<>(
                request,
                (typed, call) -> code.answer(typed, place(call)),
                (typed, call) -> Optional.of(arn(call, id.apply(typed)))));
    }

    private SimulatedResources<T> part(TypedService part) {
        parts.add(part);
        return this;
    }

    private NavigableMap<String, T> at(Place place) {
        return resources.computeIfAbsent(place, _ -> new TreeMap<>());
    }

    private T existing(Place place, String id) {
        return Optional.ofNullable(at(place).get(id)).orElseThrow(notFound);
    }

    private String arn(AwsCall call, String id) {
        return arn.replace("{partition}", FakeCredentials.partition(call.region()))
                .replace("{region}", call.region())
                .replace("{account}", call.account())
                .replace("{id}", id);
    }

    private static Place place(AwsCall call) {
        return new Place(call.account(), call.region());
    }

    private static Place place(ResourceRef target) {
        return new Place(target.account(), target.region());
    }

    /** An SDK client makes the response of it that has no members. */
    private static Answer empty() {
        return new Answer.Content(200, Map.of(), "");
    }

    /** All parts as one, each call at a time. */
    private final class Service implements TypedService {
        @Override
        public Optional<Answer> answer(SdkRequest request, AwsCall call) {
            synchronized (SimulatedResources.this) {
                return parts.stream()
                        .flatMap(part -> part.answer(request, call).stream())
                        .findFirst();
            }
        }

        @Override
        public Optional<String> resource(SdkRequest request, AwsCall call) {
            return parts.stream()
                    .flatMap(part -> part.resource(request, call).stream())
                    .findFirst();
        }

        @Override
        public boolean simulates(CloudTrailEvent event) {
            return parts.stream().anyMatch(part -> part.simulates(event));
        }

        @Override
        public void seed(CloudTrailEvent event) {
            parts.stream().filter(part -> part.simulates(event)).forEach(part -> part.seed(event));
        }

        @Override
        public boolean vanish(ResourceRef target) {
            synchronized (SimulatedResources.this) {
                return target.type().equals(type) && at(place(target)).remove(target.id()) != null;
            }
        }
    }
}
