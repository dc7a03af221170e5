package dev.overseer.plugin.s3;

import static dev.overseer.runtime.incident.Outcome.Kind.COMPLIANT;
import static dev.overseer.runtime.incident.Outcome.Kind.FAILED;
import static dev.overseer.runtime.incident.Outcome.Kind.GONE;
import static dev.overseer.runtime.incident.Outcome.Kind.PLANNED;
import static dev.overseer.runtime.incident.Outcome.Kind.REMEDIATED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.overseer.api.Finding;
import dev.overseer.api.Progress;
import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.incident.Step;
import dev.overseer.testkit.AwsCall;
import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.Fault;
import dev.overseer.testkit.Transcript;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;
import software.amazon.awssdk.services.s3.model.Permission;
import software.amazon.awssdk.services.s3.model.Tag;

class BucketPublicTest {
    private static final String LOG_DELIVERY = "http://acs.amazonaws.com/groups/s3/LogDelivery";
    private static final Map<String, Object> TO_ALL_USERS = grant("http://acs.amazonaws.com/groups/global/AllUsers");
    private static final Map<String, Object> TO_LOG_DELIVERY = grant(LOG_DELIVERY);

    private final Scene scene = new Scene();
    private final BucketPublicControl control = new BucketPublicControl();

    @Test
    void leavesAPublicPolicyThatTheBlockMakesHarmless() {
        Outcome outcome = scene.play(Scene.POLICY_FOR_EVERYBODY).outcome();

        assertThat(outcome.kind()).isEqualTo(REMEDIATED);
        assertThat(outcome.findings())
                .extracting(Finding::message)
                .containsExactly("does not block all public access", "has a public policy");
        assertThat(outcome.writes()).containsExactly("s3:PutBucketPublicAccessBlock");
        assertThat(scene.s3.isOpen("orders")).isFalse();
        assertThat(scene.s3.policy("orders")).isPresent();
    }

    @Test
    void removesAPolicyThatIsPublicEvenSo() {
        scene.s3.judgingPoliciesAlone();

        Transcript transcript = scene.play(Scene.POLICY_FOR_EVERYBODY);

        assertThat(transcript.outcome().kind()).isEqualTo(REMEDIATED);
        assertThat(writes()).containsExactly("PutPublicAccessBlock", "DeleteBucketPolicy");
        assertThat(transcript.waits())
                .extracting(Step.Suspended::reason)
                .containsExactly("S3 to judge its policy again, after public access blocked");
        assertThat(scene.s3.policy("orders")).isEmpty();
    }

    @Test
    void declaresThatThePolicyIsKeptBeforeItIsRemoved() {
        assertThat(control.descriptor().writes())
                .filteredOn(action -> action.keepsPreState())
                .extracting(action -> action.name())
                .containsExactly("s3:DeleteBucketPolicy");
    }

    @Test
    void blocksPublicAccessAndTakesPublicGrantsOutOfTheAcl() {
        Outcome outcome = scene.play(Scene.ACL_FOR_EVERYBODY).outcome();

        assertThat(outcome.kind()).isEqualTo(REMEDIATED);
        assertThat(outcome.summary()).isEqualTo("public access blocked, public grants removed from the ACL");
        assertThat(writes()).containsExactly("PutPublicAccessBlock", "PutBucketAcl");
        assertThat(grantees()).containsExactly("canonical-123456789012");
    }

    @ParameterizedTest
    @MethodSource
    void knowsEveryWayToGrantSomethingToEverybody(EventBuilder event) {
        assertThat(scene.play(event).outcome().findings())
                .extracting(Finding::check)
                .contains("acl");
        assertThat(scene.s3.isOpen("orders")).isFalse();
    }

    static Stream<EventBuilder> knowsEveryWayToGrantSomethingToEverybody() {
        EventBuilder acl = Scene.on("PutBucketAcl");
        return Stream.of(
                acl.request("x-amz-acl", "public-read-write"),
                acl.request("x-amz-acl", "authenticated-read"),
                acl.request("x-amz-acl", List.of("public-read")),
                acl.request("x-amz-grant-read", "uri=\"http://acs.amazonaws.com/groups/global/AuthenticatedUsers\""),
                acl.request("AccessControlPolicy", policy(TO_ALL_USERS)),
                acl.request("AccessControlPolicy", policy(List.of(TO_LOG_DELIVERY, TO_ALL_USERS))));
    }

    @Test
    void keepsTheGrantThatLetsS3DeliverLogs() {
        scene.play(Scene.on("PutBucketAcl")
                .request("AccessControlPolicy", policy(List.of(TO_LOG_DELIVERY, TO_ALL_USERS))));

        assertThat(grantees()).containsExactly(LOG_DELIVERY);
    }

    @Test
    void leavesABucketAloneThatS3CreatedClosed() {
        assertThat(closed(Scene.CREATED)).isEqualTo(COMPLIANT);
        assertThat(scene.aws.writes()).isEmpty();
    }

    @Test
    void closesABucketThatWasCreatedWhenS3LeftThemOpen() {
        EventBuilder old = Scene.CREATED.at(Instant.parse("2020-03-01T12:00:00Z"));

        assertThat(closed(old)).isEqualTo(REMEDIATED);
    }

    @Test
    void leavesAnEmptyPolicyAndOneForAnotherAccountAlone() {
        scene.s3.bucket("orders");
        Map<String, Object> forPartner = Map.of(
                "Statement",
                Map.of(
                        "Effect",
                        "Allow",
                        "Principal",
                        Map.of("AWS", "arn:aws:iam::210987654321:root"),
                        "Action",
                        "s3:*"));

        assertThat(closed(Scene.on("PutBucketPolicy").request("bucketPolicy", Map.of())))
                .isEqualTo(COMPLIANT);
        assertThat(closed(Scene.on("PutBucketPolicy").request("bucketPolicy", forPartner)))
                .isEqualTo(COMPLIANT);
    }

    @Test
    void asksTheBucketWhereTheEventHidesWhatItSet() {
        EventBuilder hidden = Scene.on("PutBucketPolicy").request("bucketPolicy", "HIDDEN_DUE_TO_SECURITY_REASONS");

        assertThat(closed(hidden)).isEqualTo(COMPLIANT);
    }

    @Test
    void completesABlockThatLeavesSomethingOut() {
        EventBuilder partly = Scene.on("PutBucketPublicAccessBlock")
                .request("PublicAccessBlockConfiguration", Map.of("BlockPublicAcls", true, "IgnorePublicAcls", true));

        assertThat(closed(partly)).isEqualTo(REMEDIATED);
        assertThat(closed(Scene.UNBLOCKED)).isEqualTo(REMEDIATED);
    }

    @Test
    void doesNothingWhenItsOwnRepairsComeBackAsEvents() {
        scene.s3.judgingPoliciesAlone();
        scene.play(Scene.POLICY_FOR_EVERYBODY);
        int repaired = scene.aws.writes().size();
        EventBuilder block =
                Scene.on("PutBucketPublicAccessBlock").request("PublicAccessBlockConfiguration", Scene.block(true));
        EventBuilder acl = Scene.on("PutBucketAcl").request("AccessControlPolicy", policy(List.of()));

        Transcript back = scene.play(
                block.at(scene.clock.instant()), acl.at(scene.clock.instant()), Scene.on("DeleteBucketPolicy"));

        assertThat(back.kinds()).containsExactly(COMPLIANT, COMPLIANT);
        assertThat(scene.aws.writes()).hasSize(repaired);
    }

    @Test
    void aDryRunSaysWhatItWouldDoFirst() {
        Outcome outcome =
                scene.rehearsal().dryRun().play(Scene.ACL_FOR_EVERYBODY).outcome();

        assertThat(outcome.kind()).isEqualTo(PLANNED);
        assertThat(outcome.summary()).startsWith("would call s3:PutBucketPublicAccessBlock with {Bucket=orders");
        assertThat(scene.aws.writes()).isEmpty();
        assertThat(scene.s3.isOpen("orders")).isTrue();
    }

    @Test
    void theSameEventTwiceIsOneRepair() {
        Transcript transcript = scene.play(Scene.ACL_FOR_EVERYBODY, Scene.ACL_FOR_EVERYBODY);

        assertThat(transcript.kinds()).containsOnly(REMEDIATED);
        assertThat(writes()).containsExactly("PutPublicAccessBlock", "PutBucketAcl");
    }

    @Test
    void leavesABucketThatItsOwnerClosesMeanwhile() {
        scene.s3.judgingPoliciesAlone();
        scene.aws
                .onCall("PutPublicAccessBlock")
                .after(call -> scene.owner().deleteBucketPolicy(delete -> delete.bucket("orders")));

        assertThat(closed(Scene.POLICY_FOR_EVERYBODY)).isEqualTo(REMEDIATED);
        assertThat(writes()).containsExactly("PutPublicAccessBlock");
    }

    @Test
    void takesSwitchedOffAclsForNoGrants() {
        scene.aws
                .fail("PutBucketAcl")
                .with(Fault.error(400, "AccessControlListNotSupported", "The bucket does not allow ACLs"));
        scene.aws.onCall("PutPublicAccessBlock").after(call -> {
            scene.owner().putBucketAcl(acl -> acl.bucket("orders").acl(BucketCannedACL.PRIVATE));
            scene.owner()
                    .putBucketOwnershipControls(put -> put.bucket("orders")
                            .ownershipControls(controls -> controls.rules(OwnershipControlsRule.builder()
                                    .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
                                    .build())));
        });

        assertThat(closed(Scene.ACL_FOR_EVERYBODY)).isEqualTo(REMEDIATED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GetPublicAccessBlock", "GetBucketAcl", "GetBucketPolicy", "GetBucketPolicyStatus"})
    void aBucketMayGoBetweenAnyTwoReads(String read) {
        scene.aws.onCall(read).before(call -> scene.s3.vanish("orders"));

        assertThat(closed(Scene.POLICY_FOR_EVERYBODY)).isEqualTo(GONE);
        assertThat(scene.aws.writes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PutPublicAccessBlock", "PutBucketAcl"})
    void aBucketMayGoBeforeAnyWrite(String write) {
        scene.aws.onCall(write).before(call -> scene.s3.vanish("orders"));

        assertThat(closed(Scene.ACL_FOR_EVERYBODY)).isIn(GONE, REMEDIATED);
        assertThat(scene.s3.exists("orders")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PutPublicAccessBlock", "PutBucketAcl", "DeleteBucketPolicy"})
    void sendsEachWriteToItsEffectThroughFaults(String write) {
        scene.s3.judgingPoliciesAlone();
        scene.aws.fail(write).with(Fault.throttle()).times(2);
        scene.aws.fail(write).with(Fault.timeoutAfter());

        assertThat(scene.play(Scene.ACL_FOR_EVERYBODY, Scene.POLICY_FOR_EVERYBODY)
                        .kinds())
                .contains(REMEDIATED);
        assertThat(scene.s3.isOpen("orders")).isFalse();
    }

    @Test
    void failsVisiblyWhenItIsDenied() {
        scene.aws.fail("PutPublicAccessBlock").with(Fault.deny()).always();

        Outcome outcome = scene.play(Scene.UNBLOCKED).outcome();

        assertThat(outcome.kind()).isEqualTo(FAILED);
        assertThat(outcome.summary()).startsWith("s3:PutBucketPublicAccessBlock was denied to ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"us-east-1", "eu-west-1"})
    void saysWhereABucketIsThatItsEventDoesNotPlaceRight(String region) {
        scene.s3.bucket("orders", FakeAws.ACCOUNT, "ap-southeast-2");

        Outcome outcome = scene.play(Scene.UNBLOCKED.region(region)).outcome();

        assertThat(outcome.kind()).isEqualTo(FAILED);
        assertThat(outcome.summary())
                .contains("bucket orders is not in %s, which its event names, but in ap-southeast-2".formatted(region));
    }

    @Test
    void worksWhereANewBucketIsAndNotWhereItWasAskedFor() {
        EventBuilder event = Scene.CREATED
                .at(Instant.parse("2020-03-01T12:00:00Z"))
                .region("us-east-1")
                .request("CreateBucketConfiguration", Map.of("LocationConstraint", "ap-southeast-2"));

        assertThat(closed(event)).isEqualTo(REMEDIATED);
        assertThat(scene.aws.calls()).extracting(AwsCall::region).containsOnly("ap-southeast-2");
    }

    @Test
    void touchesNoBucketThatAnotherAccountHasByNow() {
        scene.s3.bucket("orders", "210987654321", FakeAws.REGION);

        assertThat(closed(Scene.UNBLOCKED)).isEqualTo(FAILED);
        assertThat(scene.aws.writes()).isEmpty();
        assertThat(scene.aws.calls())
                .allSatisfy(call -> assertThat(call.request().header("x-amz-expected-bucket-owner"))
                        .isEqualTo(FakeAws.ACCOUNT));
    }

    @ParameterizedTest
    @MethodSource
    void restoresWhatItChanged(EventBuilder event) throws JsonProcessingException {
        scene.s3.judgingPoliciesAlone();
        scene.aws.seed(event.event());
        Lent context = Lent.forBucket(scene.owner);
        BucketAccess before = control.read(context).orElseThrow();
        Transcript transcript = scene.play(event);
        assertThat(control.read(context)).isNotEqualTo(Optional.of(before));

        Progress restored = control.restore(preState(transcript), context);

        assertThat(restored).isInstanceOf(Progress.Done.class);
        assertThat(control.read(context)).contains(before);
        assertThat(control.restore(preState(transcript), context)).isEqualTo(restored);
    }

    static Stream<EventBuilder> restoresWhatItChanged() {
        return Stream.of(
                Scene.UNBLOCKED,
                Scene.ACL_FOR_EVERYBODY,
                Scene.POLICY_FOR_EVERYBODY,
                Scene.on("PutBucketAcl").request("AccessControlPolicy", policy(List.of(TO_LOG_DELIVERY, TO_ALL_USERS))),
                Scene.on("PutBucketPublicAccessBlock")
                        .request("PublicAccessBlockConfiguration", Map.of("BlockPublicAcls", true)));
    }

    @Test
    void cannotRestoreABucketThatIsGone() throws JsonProcessingException {
        Transcript transcript = scene.play(Scene.UNBLOCKED);
        scene.s3.vanish("orders");

        assertThat(control.restore(preState(transcript), Lent.forBucket(scene.owner)))
                .isEqualTo(Progress.failed("the bucket does not exist any more"));
    }

    @Test
    void knowsTheTagsOfABucket() {
        scene.s3.bucket("orders");
        Lent context = Lent.forBucket(scene.owner);
        BucketAccess access = control.read(context).orElseThrow();

        assertThat(control.tags(access, context)).isEmpty();
        scene.owner()
                .putBucketTagging(put -> put.bucket("orders")
                        .tagging(tags -> tags.tagSet(
                                Tag.builder().key("team").value("shop").build())));
        assertThat(control.tags(access, context)).containsExactly(Map.entry("team", "shop"));
    }

    @Test
    void discoversTheBucketsOfItsRegionPageByPage() {
        for (int number = 0; number < 1005; number++) {
            scene.s3.bucket("orders-%04d".formatted(number));
        }
        scene.s3.bucket("elsewhere", FakeAws.ACCOUNT, "us-east-1").bucket("theirs", "210987654321", FakeAws.REGION);

        List<ResourceRef> found = control.discover(Lent.forBucket(scene.aws)).toList();

        assertThat(found)
                .hasSize(1005)
                .extracting(ResourceRef::id)
                .startsWith("orders-0000")
                .endsWith("orders-1004");
        assertThat(scene.aws.calls("ListBuckets")).hasSize(2);
    }

    private Outcome.Kind closed(EventBuilder event) {
        return scene.play(event).closed().stream()
                .filter(step -> step.incident().control().equals("s3-bucket-public"))
                .map(step -> step.outcome().kind())
                .findFirst()
                .orElseThrow();
    }

    private List<String> writes() {
        return scene.aws.writes().stream().map(AwsCall::operation).toList();
    }

    private List<String> grantees() {
        return scene.owner().getBucketAcl(get -> get.bucket("orders")).grants().stream()
                .map(grant -> grant.grantee().uri() == null
                        ? grant.grantee().id()
                        : grant.grantee().uri())
                .toList();
    }

    private JsonNode preState(Transcript transcript) throws JsonProcessingException {
        Incident incident = transcript.opened().getFirst();
        String kept = scene.ledger.writes(incident.id()).getFirst().intent().preState();
        return new JsonMapper().readTree(kept);
    }

    private static Map<String, Object> policy(Object grants) {
        return Map.of("Owner", Map.of("ID", "canonical-123456789012"), "AccessControlList", Map.of("Grant", grants));
    }

    private static Map<String, Object> grant(String group) {
        return Map.of("Grantee", Map.of("xsi:type", "Group", "URI", group), "Permission", Permission.READ.toString());
    }
}
