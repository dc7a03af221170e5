package dev.overseer.plugin.ec2;

import static dev.overseer.plugin.ec2.Scene.imageShared;
import static dev.overseer.plugin.ec2.Scene.snapshotShared;
import static dev.overseer.runtime.incident.Outcome.Kind.COMPLIANT;
import static dev.overseer.runtime.incident.Outcome.Kind.GONE;
import static dev.overseer.runtime.incident.Outcome.Kind.PLANNED;
import static dev.overseer.runtime.incident.Outcome.Kind.REMEDIATED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.api.Control;
import dev.overseer.api.Progress;
import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.incident.Judgement;
import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.Transcript;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateVolumePermission;
import software.amazon.awssdk.services.ec2.model.LaunchPermission;

/** Snapshots and images are shared in the same way; these tests are about both. */
class SharingTest {
    private static final String TO_ALL = "{\"add\": {\"items\": [{\"group\": \"all\"}]}}";

    private final Scene scene = new Scene();

    enum Shared {
        SNAPSHOT("ec2-snapshot-public", "AWS::EC2::Snapshot", "snap-1", new SnapshotControl()),
        IMAGE("ec2-image-public", "AWS::EC2::Image", "ami-1", new ImageControl());

        private final String name;
        private final String type;
        private final String id;
        private final Control<?> control;

        Shared(String name, String type, String id, Control<?> control) {
            this.name = name;
            this.type = type;
            this.id = id;
            this.control = control;
        }

        EventBuilder event(String change) {
            return this == SNAPSHOT ? snapshotShared(change) : imageShared(change);
        }

        String write() {
            return this == SNAPSHOT ? "ModifySnapshotAttribute" : "ModifyImageAttribute";
        }

        String read() {
            return this == SNAPSHOT ? "DescribeSnapshots" : "DescribeImages";
        }

        void put(Scene scene, String id, String... with) {
            if (this == SNAPSHOT) {
                scene.ec2.snapshot(id, with);
            } else {
                scene.ec2.image(id, with);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'add': {'items': [{'group': 'all'}]}}                              | FAILS",
                "{'add': {'items': {'group': 'all'}}}                                | FAILS",
                "{'add': {'items': [{'userId': '1'}, {'group': 'all'}]}}             | FAILS",
                "{'Add': {'item': {'Group': 'all', 'tag': 1}}}                       | FAILS",
                "{'add': {'items': [{'group': 'all'}]}, 'remove': {}}                | FAILS",
                "{'remove': {'items': [{'group': 'all'}]}}                           | PASSES",
                "{'add': {'items': [{'userId': '210987654321'}]}}                    | NOT_JUDGED",
                "{'remove': {'items': [{'userId': '210987654321'}]}}                 | NOT_JUDGED",
                "{'add': {'items': [{'organizationArn': 'arn:aws:organizations::1:organization/o-1'}]}} | NOT_JUDGED",
                "{'add': {'items': [{'group': 'HIDDEN_DUE_TO_SECURITY_REASONS'}]}}   | NOT_JUDGED",
                "{'add': 'HIDDEN_DUE_TO_SECURITY_REASONS'}                           | NOT_JUDGED",
                "'HIDDEN_DUE_TO_SECURITY_REASONS'                                    | NOT_JUDGED",
                "{}                                                                  | NOT_JUDGED",
            })
    void judgesWhatTheEventAddsOrRemoves(String change, Judgement.Verdict verdict) {
        for (Shared shared : Shared.values()) {
            assertThat(Scene.judged(shared.name, shared.event(change.replace('\'', '"'))))
                    .as(shared.name)
                    .extracting(Judgement::verdict)
                    .containsExactly(verdict);
        }
    }

    @ParameterizedTest
    @EnumSource
    void isAboutTheResourceThatIsShared(Shared shared) {
        assertThat(shared.control.targets(shared.event(TO_ALL).event()))
                .containsExactly(ResourceRef.of("123456789012", "eu-west-1", shared.type, shared.id));
    }

    @Test
    void isNotAboutOtherAttributes() {
        EventBuilder described = Scene.event("ModifyImageAttribute", """
                {"imageId": "ami-1", "attributeType": "description", "description": {"value": "all"}}
                """, "null");
        EventBuilder sold = Scene.event("ModifySnapshotAttribute", """
                {"snapshotId": "snap-1", "attributeType": "PRODUCT_CODES"}
                """, "null");

        assertThat(Scene.targets(new ImageControl(), described)).isEmpty();
        assertThat(Scene.targets(new SnapshotControl(), sold)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void takesBackFromEverybodyAndFromNobodyElse(Shared shared) {
        shared.put(scene, shared.id, "210987654321");

        Transcript transcript = scene.play(shared.event(TO_ALL));

        assertThat(transcript.outcome().kind()).isEqualTo(REMEDIATED);
        assertThat(transcript.outcome().summary()).isEqualTo("no longer public");
        assertThat(scene.ec2.sharedWith(shared.id)).contains(Set.of("210987654321"));
        assertThat(scene.aws.writes()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void findsWhatWasPublicBeforeItWasSharedWithSomebody(Shared shared) {
        shared.put(scene, shared.id, "all");

        assertThat(scene.play(shared.event("{\"add\": {\"items\": [{\"userId\": \"210987654321\"}]}}"))
                        .outcome()
                        .kind())
                .isEqualTo(REMEDIATED);
        assertThat(scene.ec2.sharedWith(shared.id)).contains(Set.of("210987654321"));
    }

    @ParameterizedTest
    @EnumSource
    void leavesWhatIsSharedWithOneAccount(Shared shared) {
        assertThat(scene.play(shared.event("{\"add\": {\"items\": [{\"userId\": \"210987654321\"}]}}"))
                        .outcome()
                        .kind())
                .isEqualTo(COMPLIANT);
        assertThat(scene.aws.writes()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void writesNothingInADryRun(Shared shared) {
        assertThat(scene.rehearsal()
                        .dryRun()
                        .play(shared.event(TO_ALL))
                        .outcome()
                        .kind())
                .isEqualTo(PLANNED);
        assertThat(scene.ec2.sharedWith(shared.id)).contains(Set.of("all"));
    }

    @ParameterizedTest
    @EnumSource
    void leavesWhatItsOwnerTakesBackMeanwhile(Shared shared) {
        FakeAws owner = new FakeAws(scene.clock).install(scene.ec2);
        scene.aws.onCall(shared.read()).before(call -> takeBack(shared, owner));

        assertThat(scene.play(shared.event(TO_ALL)).outcome().kind()).isEqualTo(COMPLIANT);
        assertThat(scene.aws.writes()).isEmpty();
    }

    private static void takeBack(Shared shared, FakeAws owner) {
        Ec2Client ec2 = owner.client(Ec2Client::builder);
        switch (shared) {
            case SNAPSHOT ->
                ec2.modifySnapshotAttribute(modify -> modify.snapshotId(shared.id)
                        .createVolumePermission(permission -> permission.remove(
                                CreateVolumePermission.builder().group("all").build())));
            case IMAGE ->
                ec2.modifyImageAttribute(modify -> modify.imageId(shared.id)
                        .launchPermission(permission -> permission.remove(
                                LaunchPermission.builder().group("all").build())));
        }
    }

    @ParameterizedTest
    @EnumSource
    void isDoneWhenItVanishesBeforeTheReadOrTheWrite(Shared shared) {
        for (String call : new String[] {shared.read(), shared.write()}) {
            Scene other = new Scene();
            other.aws.onCall(call).before(_ -> other.ec2.vanish(shared.id));

            assertThat(other.play(shared.event(TO_ALL)).outcome().kind())
                    .as(call)
                    .isEqualTo(GONE);
        }
    }

    @Test
    void isDoneWhenASnapshotVanishesBetweenTheTwoReads() {
        scene.aws.onCall("DescribeSnapshotAttribute").before(call -> scene.ec2.vanish("snap-1"));

        assertThat(scene.play(snapshotShared(TO_ALL)).outcome().kind()).isEqualTo(GONE);
    }

    @ParameterizedTest
    @EnumSource
    void takesItsOwnChangeForNothingNew(Shared shared) {
        assertThat(scene.play(shared.event("{\"remove\": {\"items\": [{\"group\": \"all\"}]}}"))
                        .outcome()
                        .kind())
                .isEqualTo(COMPLIANT);
        assertThat(scene.aws.calls()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void discoversWhatIsPublic(Shared shared) {
        shared.put(scene, "first", "all", "210987654321");
        shared.put(scene, "second", "210987654321");
        shared.put(scene, "third");

        assertThat(shared.control.discover(Lent.sweep(scene.aws, shared.type, "*")))
                .containsExactly(ResourceRef.of("123456789012", "eu-west-1", shared.type, "first"));
    }

    @ParameterizedTest
    @EnumSource
    void restoresWhatWasThere(Shared shared) {
        shared.put(scene, shared.id, "210987654321");
        Transcript played = scene.play(shared.event(TO_ALL));

        assertThat(shared.control.restore(scene.preState(played), Lent.sweep(scene.aws, shared.type, shared.id)))
                .isEqualTo(Progress.done("public again"));
        assertThat(scene.ec2.sharedWith(shared.id)).contains(Set.of("210987654321", "all"));
    }
}
