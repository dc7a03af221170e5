package dev.overseer.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.GetBucketEncryptionResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.model.NoSuchPublicAccessBlockConfigurationException;

class S3SimulatorTest {
    private static final String FOR_EVERYBODY =
            "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":[\"*\"]},\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}}";

    private final TestClock clock = new TestClock(Events.TIME);
    private final S3Simulator s3 = new S3Simulator(clock).bucket("orders");
    private final FakeAws aws = new FakeAws(clock).install(s3);
    private final S3Client client = aws.client(S3Client::builder);
    private final S3ControlClient control = aws.client(S3ControlClient::builder);

    @Test
    void aNewBucketIsClosedAndEncrypted() {
        client.createBucket(create -> create.bucket("invoices"));

        assertThat(client.getPublicAccessBlock(get -> get.bucket("invoices"))
                        .publicAccessBlockConfiguration()
                        .restrictPublicBuckets())
                .isTrue();
        assertThat(client.getBucketOwnershipControls(get -> get.bucket("invoices"))
                        .ownershipControls()
                        .rules()
                        .getFirst()
                        .objectOwnership())
                .isEqualTo(ObjectOwnership.BUCKET_OWNER_ENFORCED);
        assertThat(algorithm(client.getBucketEncryption(get -> get.bucket("invoices"))))
                .isEqualTo(ServerSideEncryption.AES256);
        assertThat(client.getBucketAcl(get -> get.bucket("invoices")).grants()).hasSize(1);
        assertThat(s3.isOpen("invoices")).isFalse();
    }

    @Test
    void whatIsNotThereHasACodeOfItsOwn() {
        s3.encryptingOnlyWhenAsked().bucket("bare");
        client.deletePublicAccessBlock(delete -> delete.bucket("bare"));

        assertCode("NoSuchPublicAccessBlockConfiguration", () -> client.getPublicAccessBlock(g -> g.bucket("bare")));
        assertCode("NoSuchBucketPolicy", () -> client.getBucketPolicy(g -> g.bucket("bare")));
        assertCode("NoSuchBucketPolicy", () -> client.getBucketPolicyStatus(g -> g.bucket("bare")));
        assertCode("NoSuchTagSet", () -> client.getBucketTagging(g -> g.bucket("bare")));
        assertCode(
                "ServerSideEncryptionConfigurationNotFoundError",
                () -> client.getBucketEncryption(g -> g.bucket("bare")));
        assertThatExceptionOfType(NoSuchBucketException.class)
                .isThrownBy(() -> client.getBucketAcl(get -> get.bucket("nowhere")));
        assertThatExceptionOfType(NoSuchPublicAccessBlockConfigurationException.class)
                .isThrownBy(() -> control.getPublicAccessBlock(get -> get.accountId(FakeAws.ACCOUNT)));
    }

    @Test
    void aBlockKeepsPublicPoliciesAndAclsOut() {
        assertCode(
                "AccessDenied",
                () -> client.putBucketPolicy(put -> put.bucket("orders").policy(FOR_EVERYBODY)));
        assertCode(
                "AccessControlListNotSupported",
                () -> client.putBucketAcl(put -> put.bucket("orders").acl(BucketCannedACL.PUBLIC_READ)));

        withAcls();
        assertCode(
                "AccessDenied",
                () -> client.putBucketAcl(put -> put.bucket("orders").acl(BucketCannedACL.PUBLIC_READ)));
    }

    @Test
    void aBlockPutLaterMakesAPolicyHarmlessAndNoLongerPublic() {
        client.deletePublicAccessBlock(delete -> delete.bucket("orders"));
        client.putBucketPolicy(put -> put.bucket("orders").policy(FOR_EVERYBODY));
        assertThat(s3.isOpen("orders")).isTrue();
        assertThat(isPolicyPublic()).isTrue();

        client.putPublicAccessBlock(
                put -> put.bucket("orders").publicAccessBlockConfiguration(block -> block.restrictPublicBuckets(true)));

        assertThat(s3.isOpen("orders")).isFalse();
        assertThat(isPolicyPublic()).isFalse();
        s3.judgingPoliciesAlone();
        assertThat(isPolicyPublic()).isTrue();
        assertThat(s3.policy("orders")).contains(FOR_EVERYBODY);
    }

    @Test
    void aBlockOfTheAccountHoldsForItsBuckets() {
        client.deletePublicAccessBlock(delete -> delete.bucket("orders"));
        control.putPublicAccessBlock(put ->
                put.accountId(FakeAws.ACCOUNT).publicAccessBlockConfiguration(block -> block.blockPublicPolicy(true)));

        assertCode(
                "AccessDenied",
                () -> client.putBucketPolicy(put -> put.bucket("orders").policy(FOR_EVERYBODY)));
        assertThat(control.getPublicAccessBlock(get -> get.accountId(FakeAws.ACCOUNT))
                        .publicAccessBlockConfiguration()
                        .ignorePublicAcls())
                .isFalse();

        control.deletePublicAccessBlock(delete -> delete.accountId(FakeAws.ACCOUNT));
        client.putBucketPolicy(put -> put.bucket("orders").policy(FOR_EVERYBODY));
    }

    @Test
    void anAclThatIsIgnoredOpensNothing() {
        withAcls();
        client.deletePublicAccessBlock(delete -> delete.bucket("orders"));
        client.putBucketAcl(put -> put.bucket("orders").acl(BucketCannedACL.PUBLIC_READ));
        assertThat(s3.isOpen("orders")).isTrue();

        client.putPublicAccessBlock(
                put -> put.bucket("orders").publicAccessBlockConfiguration(block -> block.ignorePublicAcls(true)));

        assertThat(s3.isOpen("orders")).isFalse();
        assertThat(client.getBucketAcl(get -> get.bucket("orders")).grants()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"*\"; true",
                "{\"AWS\":\"*\"}; true",
                "{\"AWS\":[\"arn:aws:iam::210987654321:root\",\"*\"]}; true",
                "{\"AWS\":\"arn:aws:iam::210987654321:root\"}; false",
                "{\"Service\":\"cloudtrail.amazonaws.com\"}; false",
                "\"*\",\"Condition\":{\"StringEquals\":{\"aws:SourceVpc\":\"vpc-1\"}}; false",
            })
    void aPolicyIsPublicIfItAllowsAnybodyWithoutACondition(String principal, boolean isPublic) {
        client.deletePublicAccessBlock(delete -> delete.bucket("orders"));
        client.putBucketPolicy(put -> put.bucket("orders")
                .policy("{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Principal\":%s}]}"
                        .formatted(principal)));

        assertThat(isPolicyPublic()).isEqualTo(isPublic);
    }

    @Test
    void keepsTagsAndEncryption() {
        client.putBucketTagging(put -> put.bucket("orders")
                .tagging(tags ->
                        tags.tagSet(Tag.builder().key("a&b").value("<c>").build())));
        client.putBucketEncryption(put -> put.bucket("orders")
                .serverSideEncryptionConfiguration(all -> all.rules(List.of(ServerSideEncryptionRule.builder()
                        .applyServerSideEncryptionByDefault(d -> d.sseAlgorithm(ServerSideEncryption.AWS_KMS))
                        .build()))));

        assertThat(client.getBucketTagging(get -> get.bucket("orders")).tagSet())
                .containsExactly(Tag.builder().key("a&b").value("<c>").build());
        assertThat(algorithm(client.getBucketEncryption(get -> get.bucket("orders"))))
                .isEqualTo(ServerSideEncryption.AWS_KMS);
        client.deleteBucketEncryption(delete -> delete.bucket("orders"));
        assertThat(algorithm(client.getBucketEncryption(get -> get.bucket("orders"))))
                .isEqualTo(ServerSideEncryption.AES256);
    }

    @ParameterizedTest
    @CsvSource({"us-east-1, 400, AuthorizationHeaderMalformed", "eu-central-1, 301, PermanentRedirect"})
    void aBucketIsReachedOnlyInItsRegion(String region, int status, String code) {
        assertThatExceptionOfType(S3Exception.class)
                .isThrownBy(() -> aws.client(S3Client::builder, FakeAws.ACCOUNT, region)
                        .getBucketAcl(get -> get.bucket("orders")))
                .satisfies(answer -> {
                    assertThat(answer.statusCode()).isEqualTo(status);
                    assertThat(answer.awsErrorDetails().errorCode()).isEqualTo(code);
                    assertThat(answer.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region"))
                            .contains(FakeAws.REGION);
                });
    }

    @Test
    void aBucketIsForItsAccountAndForWhoKnowsWhoseItIs() {
        assertCode(
                "AccessDenied",
                () -> aws.client(S3Client::builder, "210987654321", FakeAws.REGION)
                        .getBucketAcl(get -> get.bucket("orders")));
        assertCode(
                "AccessDenied",
                () -> client.getBucketAcl(get -> get.bucket("orders").expectedBucketOwner("210987654321")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "Orders_Of_Old", "orders.example.com"})
    void findsABucketByHostAndByPath(String name) {
        s3.bucket(name);

        client.headBucket(head -> head.bucket(name));

        assertThat(aws.resource(aws.calls().getLast())).isEqualTo("arn:aws:s3:::" + name);
    }

    @Test
    void listsTheBucketsOfOneRegionPageByPage() {
        s3.bucket("elsewhere", FakeAws.ACCOUNT, "us-east-1").bucket("theirs", "210987654321", FakeAws.REGION);
        List.of("a-1", "a-2", "b-1").forEach(s3::bucket);

        List<String> found =
                client
                        .listBucketsPaginator(
                                list -> list.bucketRegion(FakeAws.REGION).maxBuckets(2))
                        .buckets()
                        .stream()
                        .map(Bucket::name)
                        .toList();

        assertThat(found).containsExactly("a-1", "a-2", "b-1", "orders");
        assertThat(aws.calls("ListBuckets")).hasSize(2);
    }

    @Test
    void seedsWhatAnEventReports() {
        aws.seed(Events.apiCall("s3", "CreateBucket")
                .request("bucketName", "far")
                .request("CreateBucketConfiguration", Map.of("LocationConstraint", "eu-north-1"))
                .event());
        aws.seed(Events.apiCall("s3", "PutBucketAcl")
                .request("bucketName", "open")
                .request("x-amz-acl", List.of("public-read"))
                .event());

        aws.client(S3Client::builder, FakeAws.ACCOUNT, "eu-north-1").headBucket(head -> head.bucket("far"));
        assertThat(s3.isOpen("far")).isFalse();
        assertThat(s3.isOpen("open")).isTrue();
    }

    @Test
    void toleratesEventsThatSayNonsense() {
        for (Object nonsense : List.of("x", 1, List.of(), Map.of("<", Map.of("a b", 1)), List.of(List.of("y")))) {
            for (String operation :
                    List.of("PutBucketAcl", "PutBucketPolicy", "PutBucketPublicAccessBlock", "PutBucketEncryption")) {
                aws.seed(Events.apiCall("s3", operation)
                        .request("bucketName", "odd")
                        .request("AccessControlPolicy", nonsense)
                        .request("x-amz-acl", nonsense)
                        .request("bucketPolicy", nonsense)
                        .request("PublicAccessBlockConfiguration", nonsense)
                        .request("ServerSideEncryptionConfiguration", nonsense)
                        .event());
            }
        }

        assertThat(s3.isOpen("odd")).isFalse();
    }

    @Test
    void faultsReadAsS3WordsThem() {
        aws.fail("GetBucketAcl").with(Fault.throttle());
        aws.fail("GetBucketPolicy").with(Fault.deny());

        assertThatThrownBy(() -> client.getBucketAcl(get -> get.bucket("orders")))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        answer -> assertThat(answer.isThrottlingException()).isTrue());
        assertThatThrownBy(() -> client.getBucketPolicy(get -> get.bucket("orders")))
                .hasMessageContaining(
                        "is not authorized to perform: s3:GetBucketPolicy on resource: arn:aws:s3:::orders");
    }

    private boolean isPolicyPublic() {
        return client.getBucketPolicyStatus(get -> get.bucket("orders"))
                .policyStatus()
                .isPublic();
    }

    private void withAcls() {
        client.putBucketOwnershipControls(put -> put.bucket("orders")
                .ownershipControls(controls -> controls.rules(OwnershipControlsRule.builder()
                        .objectOwnership(ObjectOwnership.OBJECT_WRITER)
                        .build())));
    }

    private static ServerSideEncryption algorithm(GetBucketEncryptionResponse answer) {
        return answer.serverSideEncryptionConfiguration()
                .rules()
                .getFirst()
                .applyServerSideEncryptionByDefault()
                .sseAlgorithm();
    }

    private static void assertCode(String code, Runnable call) {
        assertThatExceptionOfType(S3Exception.class)
                .isThrownBy(call::run)
                .satisfies(answer ->
                        assertThat(answer.awsErrorDetails().errorCode()).isEqualTo(code));
    }
}
