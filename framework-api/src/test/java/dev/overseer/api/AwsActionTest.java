package dev.overseer.api;

import static dev.overseer.api.AwsAction.action;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class AwsActionTest {

    @Test
    void isCalledAsIamNamesItUnlessTheSdkDiffers() {
        assertThat(action("glue:GetDevEndpoint").operation()).isEqualTo("GetDevEndpoint");
        assertThat(action("s3:ListBucket").calledAs("ListObjectsV2").operation())
                .isEqualTo("ListObjectsV2");
        assertThat(action("s3:ListBucket").calledAs("ListObjectsV2").name()).isEqualTo("s3:ListBucket");
    }

    @Test
    void isGrantedOnOneKindOfResourceOrOnAnyForAReason() {
        AwsAction action = action("s3:ListBucket").calledAs("ListObjectsV2");

        assertThat(action.resource()).isEmpty();
        assertThat(action.anyResource()).isEmpty();
        assertThat(action.on("arn:{partition}:s3:::{id}"))
                .isEqualTo(new AwsAction(
                        "s3:ListBucket",
                        "ListObjectsV2",
                        Optional.of("arn:{partition}:s3:::{id}"),
                        Optional.empty(),
                        false));
        assertThat(action.on("arn").onAnyResource("no ARN yet"))
                .isEqualTo(new AwsAction(
                        "s3:ListBucket", "ListObjectsV2", Optional.empty(), Optional.of("no ARN yet"), false));
    }

    @Test
    void asksForThePreStateWhateverElseIsSaidOfIt() {
        AwsAction action = action("s3:DeleteBucketPolicy").keepingPreState();

        assertThat(action("s3:DeleteBucketPolicy").keepsPreState()).isFalse();
        assertThat(action.on("arn").calledAs("DeleteBucketPolicy").keepsPreState())
                .isTrue();
        assertThat(action.onAnyResource("no ARN yet").keepsPreState()).isTrue();
    }

    @Test
    void namesItsService() {
        assertThat(action("execute-api:Invoke").service()).isEqualTo("execute-api");
        assertThat(action("nonsense").service()).isEmpty();
    }
}
