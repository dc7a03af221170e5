package dev.overseer.testkit;

import static dev.overseer.testkit.S3Xml.document;
import static dev.overseer.testkit.S3Xml.element;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.ResourceRef;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Amazon S3: buckets, as far as it matters who may use them and how they encrypt, and the settings of accounts; no objects.
 *
 * <p>Buckets are found by virtual host or path, and only in their own region, by their own account. Whether a policy is
 * public is judged {@linkplain S3Policy simply}. What the documentation leaves open is whether GetBucketPolicyStatus still
 * calls a policy public that RestrictPublicBuckets makes harmless: here it does not, unless the simulator is told to
 * {@linkplain #judgingPoliciesAlone judge policies alone}.
 *
 * <p>An owner who changes a bucket does it with a client of another {@link FakeAws}, in which the same simulator is
 * installed.
 */
public final class S3Simulator implements SimulatedService {
    private static final int PAGE = 1000;
    private static final Set<String> EVENTS = Set.of(
            "CreateBucket",
            "PutBucketAcl",
            "PutBucketPolicy",
            "PutBucketPublicAccessBlock",
            "DeleteBucketPublicAccessBlock",
            "PutBucketEncryption",
            "DeleteBucketEncryption",
            "PutAccountPublicAccessBlock",
            "DeleteAccountPublicAccessBlock");

    private final Clock clock;
    private final NavigableMap<String, S3Bucket> buckets = new TreeMap<>();
    private final Map<String, S3Block> accounts = new HashMap<>();
    private boolean restrictionsCount = true;
    private boolean encryptsAlways = true;

    /** Makes an S3 without buckets. */
    public S3Simulator(Clock clock) {
        this.clock = clock;
    }

    /** Lets GetBucketPolicyStatus look at nothing but the policy, and returns this. */
    public synchronized S3Simulator judgingPoliciesAlone() {
        restrictionsCount = false;
        return this;
    }

    /** Lets buckets be without default encryption, as they could be until January 2023, and returns this. */
    public synchronized S3Simulator encryptingOnlyWhenAsked() {
        encryptsAlways = false;
        return this;
    }

    /** Creates a bucket as S3 does today, in {@link FakeAws#ACCOUNT} and {@link FakeAws#REGION}, and returns this. */
    public S3Simulator bucket(String name) {
        return bucket(name, FakeAws.ACCOUNT, FakeAws.REGION);
    }

    /** Creates a bucket as S3 does today, and returns this. */
    public synchronized S3Simulator bucket(String name, String account, String region) {
        put(name, account, region, clock.instant());
        return this;
    }

    /** Makes a bucket go away without a call of the API, and returns whether it was there. */
    public synchronized boolean vanish(String bucket) {
        return buckets.remove(bucket) != null;
    }

    /** Returns whether a bucket is there, in whichever account and region. */
    public synchronized boolean exists(String bucket) {
        return buckets.containsKey(bucket);
    }

    /** Returns whether anybody may use a bucket: by its policy or its ACL, and no block of bucket or account forbids it. */
    public synchronized boolean isOpen(String bucket) {
        return Optional.ofNullable(buckets.get(bucket))
                .map(found -> (found.hasPublicPolicy() && !block(found).restrictPublicBuckets())
                        || (S3Acl.isPublic(found.acl) && !block(found).ignorePublicAcls()))
                .orElse(false);
    }

    /** Returns a bucket's policy. */
    public synchronized Optional<String> policy(String bucket) {
        return Optional.ofNullable(buckets.get(bucket)).flatMap(found -> found.policy);
    }

    @Override
    public String service() {
        return "s3";
    }

    @Override
    public Protocol protocol() {
        return Protocol.REST_XML;
    }

    @Override
    public String operation(AwsRequest request) {
        return S3Request.of(request).operation();
    }

    @Override
    public String resource(AwsCall call) {
        return S3Request.of(call.request())
                .bucket()
                .map(bucket -> "arn:%s:s3:::%s".formatted(FakeCredentials.partition(call.region()), bucket))
                .orElse("*");
    }

    @Override
    public synchronized Answer handle(AwsCall call) {
        Optional<String> name = S3Request.of(call.request()).bucket();
        if (name.isEmpty()) {
            return ofAccount(call);
        }
        Optional<S3Bucket> bucket = Optional.ofNullable(buckets.get(name.get()));
        if (call.operation().equals("CreateBucket")) {
            return create(name.get(), bucket, call);
        }
        return bucket.map(found -> reachable(found, call).orElseGet(() -> ofBucket(found, call)))
                .orElseGet(() -> error(404, "NoSuchBucket", "The specified bucket does not exist"));
    }

    /** Answers why a bucket cannot be worked on from where the call comes; empty if it can. */
    private static Optional<Answer> reachable(S3Bucket bucket, AwsCall call) {
        if (!bucket.region.equals(call.region())) {
            return Optional.of(redirect(bucket, call));
        }
        String expected = call.request().header("x-amz-expected-bucket-owner");
        boolean own = bucket.account.equals(call.account()) && (expected.isEmpty() || expected.equals(bucket.account));
        return own ? Optional.empty() : Optional.of(Answer.Refusal.DENIED);
    }

    /** The old global endpoint, which is that of us-east-1, finds the signature wrong; the others know a better place. */
    private static Answer redirect(S3Bucket bucket, AwsCall call) {
        Answer.Failure failure = call.region().equals("us-east-1")
                ? new Answer.Failure(
                        400,
                        "AuthorizationHeaderMalformed",
                        "The authorization header is malformed; the region 'us-east-1' is wrong; expecting '%s'"
                                .formatted(bucket.region))
                : new Answer.Failure(
                        301,
                        "PermanentRedirect",
                        "The bucket you are attempting to access must be addressed using the specified endpoint. "
                                + "Please send all future requests to this endpoint.");
        return Protocol.REST_XML.render(failure, "").with("x-amz-bucket-region", bucket.region);
    }

    private Answer ofAccount(AwsCall call) {
        return switch (call.operation()) {
            case "ListBuckets" -> list(call);
            case "GetPublicAccessBlock" -> block(Optional.ofNullable(accounts.get(call.account())));
            case "PutPublicAccessBlock" -> {
                accounts.put(call.account(), S3Block.of(call.request().body()));
                yield done(201);
            }
            case "DeletePublicAccessBlock" -> {
                accounts.remove(call.account());
                yield done(204);
            }
            default -> Answer.notSimulated(call);
        };
    }

    private Answer ofBucket(S3Bucket bucket, AwsCall call) {
        String body = call.request().body();
        return switch (call.operation()) {
            case "HeadBucket" -> done(200);
            case "DeleteBucket" -> done(204, () -> buckets.remove(bucket.name));
            case "GetPublicAccessBlock" -> block(bucket.block);
            case "PutPublicAccessBlock" -> done(200, () -> bucket.block = Optional.of(S3Block.of(body)));
            case "DeletePublicAccessBlock" -> done(204, () -> bucket.block = Optional.empty());
            case "GetBucketAcl" -> Answer.xml(bucket.acl);
            case "PutBucketAcl" -> putAcl(bucket, call);
            case "GetBucketPolicy" -> policy(bucket, policy -> new Answer.Content(200, Map.of(), policy));
            case "GetBucketPolicyStatus" -> policy(bucket, policy -> policyStatus(bucket));
            case "PutBucketPolicy" -> putPolicy(bucket, body);
            case "DeleteBucketPolicy" -> done(204, () -> bucket.policy = Optional.empty());
            case "GetBucketEncryption" -> encryption(bucket);
            case "PutBucketEncryption" -> done(200, () -> bucket.encryption = Optional.of(body));
            case "DeleteBucketEncryption" -> done(204, () -> bucket.encryption = byDefault());
            case "GetBucketTagging" ->
                bucket.tags.map(Answer::xml).orElseGet(() -> error(404, "NoSuchTagSet", "The TagSet does not exist"));
            case "PutBucketTagging" -> done(204, () -> bucket.tags = Optional.of(body));
            case "DeleteBucketTagging" -> done(204, () -> bucket.tags = Optional.empty());
            case "GetBucketOwnershipControls" -> ownership(bucket);
            case "PutBucketOwnershipControls" -> putOwnership(bucket, body);
            case "DeleteBucketOwnershipControls" -> done(204, () -> bucket.ownership = Optional.empty());
            default -> Answer.notSimulated(call);
        };
    }

    private Answer create(String name, Optional<S3Bucket> taken, AwsCall call) {
        if (taken.isPresent()) {
            return taken.get().account.equals(call.account())
                    ? error(409, "BucketAlreadyOwnedByYou", "Your previous request to create the bucket succeeded")
                    : error(409, "BucketAlreadyExists", "The requested bucket name is not available");
        }
        String region = S3Xml.text(call.request().body(), "LocationConstraint").orElse(call.region());
        String acl = S3Acl.ofHeaders(call.account(), call.request()::header);
        if (S3Acl.isPublic(acl)) {
            return error(400, "InvalidBucketAclWithBlockPublicAccessError", "Bucket cannot have public ACLs set");
        }
        put(name, call.account(), region, clock.instant());
        return done(200);
    }

    private Answer putAcl(S3Bucket bucket, AwsCall call) {
        if (!bucket.hasAcls()) {
            return error(400, "AccessControlListNotSupported", "The bucket does not allow ACLs");
        }
        String body = call.request().body();
        String acl = body.isBlank() ? S3Acl.ofHeaders(bucket.account, call.request()::header) : body;
        if (S3Acl.isPublic(acl) && block(bucket).publicAcls()) {
            return Answer.Refusal.DENIED;
        }
        bucket.acl = acl;
        return done(200);
    }

    private Answer putPolicy(S3Bucket bucket, String body) {
        Optional<JsonNode> policy = S3Policy.of(body);
        if (policy.isEmpty()) {
            return error(400, "MalformedPolicy", "This policy contains invalid Json");
        }
        if (S3Policy.isPublic(policy.get()) && block(bucket).publicPolicy()) {
            return Answer.Refusal.DENIED;
        }
        bucket.policy = Optional.of(body);
        return done(204);
    }

    private static Answer policy(S3Bucket bucket, Function<String, Answer> answer) {
        return bucket.policy
                .map(answer)
                .orElseGet(() -> error(404, "NoSuchBucketPolicy", "The bucket policy does not exist"));
    }

    private Answer policyStatus(S3Bucket bucket) {
        boolean isPublic =
                bucket.hasPublicPolicy() && !(restrictionsCount && block(bucket).restrictPublicBuckets());
        return Answer.xml(document("PolicyStatus", element("IsPublic", String.valueOf(isPublic))));
    }

    private static Answer encryption(S3Bucket bucket) {
        return bucket.encryption
                .map(Answer::xml)
                .orElseGet(() -> error(
                        404,
                        "ServerSideEncryptionConfigurationNotFoundError",
                        "The server side encryption configuration was not found"));
    }

    private static Answer ownership(S3Bucket bucket) {
        return bucket.ownership
                .map(rule -> Answer.xml(
                        document("OwnershipControls", "<Rule>" + element("ObjectOwnership", rule) + "</Rule>")))
                .orElseGet(() ->
                        error(404, "OwnershipControlsNotFoundError", "The bucket ownership controls were not found"));
    }

    private static Answer putOwnership(S3Bucket bucket, String body) {
        Optional<String> rule = S3Xml.text(body, "ObjectOwnership");
        if (rule.equals(Optional.of("BucketOwnerEnforced")) && S3Acl.isPublic(bucket.acl)) {
            return error(
                    400,
                    "InvalidBucketAclWithObjectOwnership",
                    "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting");
        }
        return done(200, () -> bucket.ownership = rule);
    }

    /** Answers a page of an account's buckets by name, in one region where the call says so. */
    private Answer list(AwsCall call) {
        Map<String, String> query = call.request().query();
        String prefix = query.getOrDefault("prefix", "");
        Optional<String> region = Optional.ofNullable(query.get("bucket-region"));
        int size = Optional.ofNullable(query.get("max-buckets"))
                .map(Integer::parseInt)
                .orElse(PAGE);
        List<S3Bucket> found = buckets.tailMap(query.getOrDefault("continuation-token", ""), false).values().stream()
                .filter(bucket -> bucket.account.equals(call.account()) && bucket.name.startsWith(prefix))
                .filter(bucket -> region.map(bucket.region::equals).orElse(true))
                .limit(size + 1L)
                .toList();
        List<S3Bucket> page = found.subList(0, Math.min(size, found.size()));
        StringBuilder content = new StringBuilder("<Buckets>");
        page.forEach(bucket -> content.append("<Bucket>")
                .append(element("Name", bucket.name))
                .append(element("CreationDate", bucket.createdAt.toString()))
                .append(element("BucketRegion", bucket.region))
                .append("</Bucket>"));
        content.append("</Buckets>");
        if (found.size() > page.size()) {
            content.append(element("ContinuationToken", page.getLast().name));
        }
        return Answer.xml(document("ListAllMyBucketsResult", content.toString()));
    }

    @Override
    public boolean simulates(CloudTrailEvent event) {
        return Set.of("s3.amazonaws.com", "s3-control.amazonaws.com").contains(event.source())
                && EVENTS.contains(event.name());
    }

    /** The bucket of any but a CreateBucket was there before, closed to the world as far as the event lets it be. */
    @Override
    public synchronized void seed(CloudTrailEvent event) {
        JsonNode request = event.request();
        switch (event.name()) {
            case "PutAccountPublicAccessBlock" -> accounts.put(event.account(), block(request));
            case "DeleteAccountPublicAccessBlock" -> accounts.remove(event.account());
            default -> bucket(event).ifPresent(bucket -> seed(bucket, event.name(), request));
        }
    }

    /** An account's block of public access is no resource that could go away. */
    @Override
    public boolean vanish(ResourceRef target) {
        return target.type().equals("AWS::S3::Bucket") && vanish(target.id());
    }

    private void seed(S3Bucket bucket, String event, JsonNode request) {
        switch (event) {
            case "CreateBucket", "PutBucketAcl" -> bucket.allowAcl(S3Acl.ofRecord(bucket.account, request));
            case "PutBucketPolicy" -> {
                if (request.path("bucketPolicy").isObject()) {
                    bucket.allowPolicy(request.path("bucketPolicy"));
                }
            }
            case "PutBucketPublicAccessBlock" -> bucket.block = Optional.of(block(request));
            case "DeleteBucketPublicAccessBlock" -> bucket.block = Optional.empty();
            case "PutBucketEncryption" ->
                bucket.encryption = Optional.of(S3Xml.ofRecord(
                        "ServerSideEncryptionConfiguration", request.path("ServerSideEncryptionConfiguration")));
            case "DeleteBucketEncryption" -> bucket.encryption = byDefault();
            default -> throw new IllegalArgumentException("S3 does not simulate " + event);
        }
    }

    private Optional<S3Bucket> bucket(CloudTrailEvent event) {
        String name = event.request().path("bucketName").asText("");
        if (name.isBlank()) {
            return Optional.empty();
        }
        String region = event.request()
                .path("CreateBucketConfiguration")
                .path("LocationConstraint")
                .asText(event.region());
        return Optional.of(
                event.name().equals("CreateBucket") || !buckets.containsKey(name)
                        ? put(name, event.account(), region, event.time())
                        : buckets.get(name));
    }

    private S3Bucket put(String name, String account, String region, Instant createdAt) {
        S3Bucket bucket = new S3Bucket(name, account, region, createdAt);
        bucket.encryption = byDefault();
        buckets.put(name, bucket);
        return bucket;
    }

    private Optional<String> byDefault() {
        return encryptsAlways ? Optional.of(S3Bucket.ENCRYPTED) : Optional.empty();
    }

    private static S3Block block(JsonNode request) {
        return S3Block.of(
                S3Xml.ofRecord("PublicAccessBlockConfiguration", request.path("PublicAccessBlockConfiguration")));
    }

    /** Returns what bucket and account block together. */
    private S3Block block(S3Bucket bucket) {
        return bucket.block.orElse(S3Block.NOTHING).and(accounts.getOrDefault(bucket.account, S3Block.NOTHING));
    }

    private static Answer block(Optional<S3Block> block) {
        return block.map(S3Block::xml)
                .map(Answer::xml)
                .orElseGet(() -> error(
                        404,
                        "NoSuchPublicAccessBlockConfiguration",
                        "The public access block configuration was not found"));
    }

    private static Answer done(int status, Runnable work) {
        work.run();
        return done(status);
    }

    private static Answer done(int status) {
        return new Answer.Content(status, Map.of(), "");
    }

    private static Answer error(int status, String code, String message) {
        return new Answer.Failure(status, code, message);
    }
}
