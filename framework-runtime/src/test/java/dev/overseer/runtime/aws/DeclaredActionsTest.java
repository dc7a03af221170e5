package dev.overseer.runtime.aws;

import static dev.overseer.api.AwsAction.action;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.api.AwsAction;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.runtime.aws.DeclaredActions.Declared;
import dev.overseer.runtime.aws.DeclaredActions.Effect;
import org.junit.jupiter.api.Test;

class DeclaredActionsTest {
    private static final AwsAction GET = action("glue:GetDevEndpoint").onAnyResource("a test");
    private static final AwsAction DELETE = action("glue:DeleteDevEndpoint").onAnyResource("a test");
    private static final AwsAction LIST =
            action("s3:ListBucket").onAnyResource("a test").calledAs("ListObjectsV2");
    private static final AwsAction METRICS = action("cloudwatch:GetMetricData").onAnyResource("a test");
    private static final AwsAction TAGGED = action("tag:GetResources").onAnyResource("a test");

    private final DeclaredActions declared =
            new DeclaredActions(ControlDescriptor.control("glue-dev-endpoint", "A title")
                    .reads(GET, LIST, METRICS, TAGGED)
                    .writes(DELETE)
                    .build());

    @Test
    void findsACallByTheNamesThatTheSdkUses() {
        assertThat(declared.find("glue", "GetDevEndpoint")).contains(new Declared(GET, Effect.READ));
        assertThat(declared.find("glue", "DeleteDevEndpoint")).contains(new Declared(DELETE, Effect.WRITE));
    }

    @Test
    void findsACallWhoseOperationIamNamesOtherwise() {
        assertThat(declared.find("s3", "ListObjectsV2")).contains(new Declared(LIST, Effect.READ));
        assertThat(declared.find("s3", "ListBucket")).isEmpty();
    }

    @Test
    void findsACallOfAServiceThatSignsUnderAnotherNameThanIams() {
        assertThat(declared.find("monitoring", "GetMetricData")).contains(new Declared(METRICS, Effect.READ));
        assertThat(declared.find("tagging", "GetResources")).contains(new Declared(TAGGED, Effect.READ));
    }

    @Test
    void findsNothingThatIsNotDeclared() {
        assertThat(declared.find("glue", "GetTags")).isEmpty();
        assertThat(declared.find("glue", "getDevEndpoint")).isEmpty();
        assertThat(declared.find("glu", "GetDevEndpoint")).isEmpty();
        assertThat(declared.find("s3", "GetDevEndpoint")).isEmpty();
    }

    @Test
    void takesACallDeclaredTwiceForAWrite() {
        DeclaredActions twice = new DeclaredActions(ControlDescriptor.control("glue-dev-endpoint", "A title")
                .reads(DELETE)
                .writes(DELETE)
                .build());

        assertThat(twice.find("glue", "DeleteDevEndpoint")).contains(new Declared(DELETE, Effect.WRITE));
    }

    @Test
    void refusesWithTheLineToAdd() {
        DeclaredActions glueOnly = new DeclaredActions(ControlDescriptor.control("glue-dev-endpoint", "A title")
                .reads(GET)
                .writes(DELETE)
                .build());

        assertThat(glueOnly.refusal("glue", "GetTags"))
                .isEqualTo(
                        "Control glue-dev-endpoint called glue:GetTags, which it does not declare. It declares [glue:GetDevEndpoint, glue:DeleteDevEndpoint]. Add reads(action(\"glue:GetTags\").on(…)) or writes(…).");
        assertThat(glueOnly.refusal("monitoring", "GetMetricData"))
                .contains("reads(action(\"cloudwatch:GetMetricData\")");
    }
}
