package dev.overseer.plugin.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.overseer.api.EventFormatException;
import dev.overseer.api.ResourceRef;
import dev.overseer.testkit.EventBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BucketEventsTest {

    @Test
    void namesTheBucketInTheRegionThatS3RecordsTheCallIn() {
        EventBuilder event = Scene.POLICY_FOR_EVERYBODY.region("eu-central-1").account("210987654321");

        assertThat(targets(event))
                .containsExactly(ResourceRef.of("210987654321", "eu-central-1", "AWS::S3::Bucket", "orders"));
    }

    @ParameterizedTest
    @CsvSource({
        "eu-central-1, eu-central-1",
        "EU, eu-west-1",
        "'', us-east-1",
        "HIDDEN_DUE_TO_SECURITY_REASONS, us-east-1"
    })
    void looksForANewBucketWhereItWasToBe(String constraint, String region) {
        EventBuilder event = Scene.CREATED
                .region("us-east-1")
                .request(
                        "CreateBucketConfiguration",
                        Map.of("xmlns", "http://s3.amazonaws.com/doc/2006-03-01/", "LocationConstraint", constraint));

        assertThat(targets(event)).extracting(ResourceRef::region).containsExactly(region);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example.com/", "eu-west-1.example.com", "x"})
    void takesNothingButARegionForAPartOfAHostName(String constraint) {
        EventBuilder event =
                Scene.CREATED.request("CreateBucketConfiguration", Map.of("LocationConstraint", constraint));

        assertThatExceptionOfType(EventFormatException.class)
                .isThrownBy(() -> targets(event))
                .withMessageContaining("LocationConstraint is not a region");
    }

    @Test
    void knowsTheHeadersOfOldRecordsWhichAreLists() {
        EventBuilder old = Scene.CREATED
                .request("host", List.of("orders.s3.amazonaws.com"))
                .request("x-amz-acl", List.of("private"));

        assertThat(targets(old)).extracting(ResourceRef::id).containsExactly("orders");
    }

    @Test
    void findsAHiddenNameAmongTheResources() {
        EventBuilder hidden = Scene.on("PutBucketAcl")
                .request("bucketName", "HIDDEN_DUE_TO_SECURITY_REASONS")
                .with(
                        "resources",
                        List.of(Map.of(
                                "accountId", "123456789012",
                                "type", "AWS::S3::Bucket",
                                "ARN", "arn:aws:s3:::invoices")));

        assertThat(targets(hidden)).extracting(ResourceRef::id).containsExactly("invoices");
        assertThat(targets(hidden.without("resources"))).isEmpty();
    }

    @Test
    void hasNoTargetWhereTheEventNamesNone() {
        assertThat(targets(Scene.CREATED.request("bucketName", ""))).isEmpty();
        assertThat(targets(Scene.CREATED.with("requestParameters", null))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:s3:us-west-2:123456789012:accesspoint/orders",
                "orders--usw2-az1--x-s3",
                "orders-abcdef-s3alias",
                "../orders",
                "a/b",
                "orders?acl"
            })
    void refusesWhatTheSdkWouldTakeForSomethingElseThanABucket(String name) {
        assertThatExceptionOfType(EventFormatException.class)
                .isThrownBy(() -> targets(Scene.CREATED.request("bucketName", name)))
                .withMessage("requestParameters.bucketName is not the name of a bucket");
    }

    private static List<ResourceRef> targets(EventBuilder event) {
        return BucketEvents.targets(event.event());
    }
}
