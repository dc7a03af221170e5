package dev.overseer.runtime.aws;

import static dev.overseer.api.AwsAction.action;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.overseer.api.AwsAction;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.aws.IamPolicy.Unrestricted;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IamPolicyTest {
    private static final String ENDPOINT = "arn:{partition}:glue:{region}:{account}:devEndpoint/{id}";

    private static final ControlDescriptor GLUE = ControlDescriptor.control("glue-dev-endpoint", "A title")
            .reads(
                    action("glue:GetTags").on(ENDPOINT),
                    action("glue:GetDevEndpoint").on(ENDPOINT),
                    action("ec2:DescribeSubnets").onAnyResource("EC2 describes everything or nothing"))
            .writes(action("glue:DeleteDevEndpoint").on(ENDPOINT))
            .build();

    private static final ControlDescriptor S3 = ControlDescriptor.control("s3-bucket", "A title")
            .reads(
                    action("s3:GetBucketAcl").on("arn:{partition}:s3:::{id}"),
                    action("s3:GetObjectAcl").on("arn:{partition}:s3:::{id}/*"))
            .build();

    @Test
    void grantsARoleEveryDeclaredActionOnEveryResourceOfItsKind() {
        assertThat(IamPolicy.role(List.of(S3, GLUE))).isEqualTo(json("""
                {
                  "Version": "2012-10-17",
                  "Statement": [
                    {"Sid": "GlueDevEndpointRead", "Effect": "Allow", "Action": ["ec2:DescribeSubnets"], "Resource": "*"},
                    {"Sid": "GlueDevEndpointRead2", "Effect": "Allow", "Action": ["glue:GetDevEndpoint", "glue:GetTags"],
                     "Resource": "arn:*:glue:*:*:devEndpoint/*"},
                    {"Sid": "GlueDevEndpointWrite", "Effect": "Allow", "Action": ["glue:DeleteDevEndpoint"],
                     "Resource": "arn:*:glue:*:*:devEndpoint/*"},
                    {"Sid": "S3BucketRead", "Effect": "Allow", "Action": ["s3:GetBucketAcl"], "Resource": "arn:*:s3:::*"},
                    {"Sid": "S3BucketRead2", "Effect": "Allow", "Action": ["s3:GetObjectAcl"], "Resource": "arn:*:s3:::*/*"}
                  ]
                }
                """));
    }

    @Test
    void writesTheSamePolicyWhateverTheOrder() {
        assertThat(IamPolicy.role(List.of(GLUE, S3)))
                .hasToString(IamPolicy.role(List.of(S3, GLUE)).toString());
    }

    @Test
    void namesTheStatementsOfSimilarControlsApart() {
        ControlDescriptor one = ControlDescriptor.control("job-1", "A title")
                .reads(action("glue:GetJob").on(ENDPOINT))
                .build();
        ControlDescriptor other = ControlDescriptor.control("job1", "A title")
                .reads(action("glue:GetJob").on(ENDPOINT))
                .build();

        assertThat(IamPolicy.role(List.of(one, other)).findValuesAsText("Sid"))
                .containsExactly("Job1Read", "Job1Read2");
    }

    @Test
    void saysWhyAnActionIsGrantedOnEveryResource() {
        assertThat(IamPolicy.unrestricted(List.of(S3, GLUE)))
                .containsExactly(new Unrestricted(
                        "glue-dev-endpoint", "ec2:DescribeSubnets", "EC2 describes everything or nothing"));
    }

    @Test
    void grantsASessionTheTargetAloneAndNoWriteUnlessToldTo() {
        ResourceRef target = ResourceRef.of("123456789012", "cn-north-1", "AWS::Glue::DevEndpoint", "test1");

        assertThat(IamPolicy.session(GLUE, target, false)).isEqualTo(json("""
                {
                  "Version": "2012-10-17",
                  "Statement": [
                    {"Effect": "Allow", "Action": ["ec2:DescribeSubnets"], "Resource": "*"},
                    {"Effect": "Allow", "Action": ["glue:GetDevEndpoint", "glue:GetTags"],
                     "Resource": "arn:aws-cn:glue:cn-north-1:123456789012:devEndpoint/test1"}
                  ]
                }
                """));
        assertThat(IamPolicy.session(GLUE, target, true).at("/Statement/1/Action"))
                .isEqualTo(json("[\"glue:DeleteDevEndpoint\", \"glue:GetDevEndpoint\", \"glue:GetTags\"]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*|${*}",
                "a?b|a${?}b",
                "${aws:username}|${$}{aws:username}",
                "{region}|{region}",
                "$1\\2|${$}1\\2",
                "x/../*|x/../${*}",
                "\"],\"Resource\":\"*|\"],\"Resource\":\"${*}"
            })
    void takesATargetsNameLiterally(String id, String written) {
        ResourceRef target = ResourceRef.of("123456789012", "eu-west-1", "AWS::Glue::DevEndpoint", id);

        assertThat(IamPolicy.session(GLUE, target, true)
                        .at("/Statement/1/Resource")
                        .textValue())
                .isEqualTo("arn:aws:glue:eu-west-1:123456789012:devEndpoint/" + written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Entwicklung-ä", "終端", "line\nbreak", "\u202Ebidi", "\u001B[31m", "\uD83D\uDE00"})
    void writesPoliciesInPrintableAscii(String id) {
        ResourceRef target = ResourceRef.of("123456789012", "eu-west-1", "AWS::Glue::DevEndpoint", id);
        String text = IamPolicy.text(IamPolicy.session(GLUE, target, true));

        assertThat(text).matches("[ -~]+");
        assertThat(json(text).at("/Statement/1/Resource").textValue()).endsWith("devEndpoint/" + id);
    }

    @Test
    void takesANameOfAThousandCharactersButNoPolicyLongerThanSts() {
        ResourceRef longName = ResourceRef.of("123456789012", "eu-west-1", "AWS::Glue::DevEndpoint", "n".repeat(1_000));
        ResourceRef tooLong = ResourceRef.of("123456789012", "eu-west-1", "AWS::Glue::DevEndpoint", "*".repeat(1_000));

        assertThat(IamPolicy.text(IamPolicy.session(GLUE, longName, true))).hasSizeLessThan(2_048);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IamPolicy.session(GLUE, tooLong, true))
                .withMessageContaining("control glue-dev-endpoint has 4,")
                .withMessageContaining("STS takes 2,048");
    }

    @Test
    void saysBeforehandWhoseSessionPolicyStsWouldRefuse() {
        ControlDescriptor greedy = ControlDescriptor.control("greedy", "A title")
                .reads(IntStream.range(0, 10)
                        .mapToObj(kind -> action("glue:GetKind" + kind)
                                .on("arn:{partition}:glue:{region}:{account}:kind%d/{id}".formatted(kind)))
                        .toArray(AwsAction[]::new))
                .build();

        assertThat(IamPolicy.sessionProblems(List.of(S3, greedy, GLUE)))
                .singleElement(STRING)
                .startsWith("The session policy of control greedy has 2,")
                .endsWith(
                        "for a target whose id has 128, and STS takes 2,048. Declare fewer actions and resources, or make two controls of it.");
    }

    @Test
    void anUndoMayReadAndRestoreOnly() {
        ControlDescriptor undoable = undoable(action("s3:PutBucketPolicy").on("arn:{partition}:s3:::{id}"));
        ResourceRef bucket = ResourceRef.of("123456789012", "eu-west-1", "AWS::S3::Bucket", "logs");

        assertThat(IamPolicy.text(IamPolicy.undoSession(undoable, bucket)))
                .contains("s3:GetBucketPolicy", "s3:PutBucketPolicy", "arn:aws:s3:::logs")
                .doesNotContain("s3:DeleteBucketPolicy");
        assertThat(IamPolicy.text(IamPolicy.role(List.of(undoable)))).doesNotContain("s3:PutBucketPolicy");
        assertThat(IamPolicy.text(IamPolicy.undo(List.of(undoable, GLUE))))
                .contains("\"S3PolicyUndo\"", "s3:PutBucketPolicy")
                .doesNotContain("s3:GetBucketPolicy", "s3:DeleteBucketPolicy", "glue");
    }

    @Test
    void findsAnUndoWhoseSessionPolicyIsTooLong() {
        AwsAction[] many = IntStream.range(0, 40)
                .mapToObj(number ->
                        action("s3:PutSomething" + number).on("arn:{partition}:s3:::%d/{id}".formatted(number)))
                .toArray(AwsAction[]::new);

        assertThat(IamPolicy.sessionProblems(List.of(undoable(many))))
                .singleElement()
                .asString()
                .startsWith("The session policy of control s3-policy has ");
    }

    private static ControlDescriptor undoable(AwsAction... restores) {
        return ControlDescriptor.control("s3-policy", "Policies are not public")
                .reads(action("s3:GetBucketPolicy").on("arn:{partition}:s3:::{id}"))
                .writes(action("s3:DeleteBucketPolicy").on("arn:{partition}:s3:::{id}"))
                .restores(restores)
                .build();
    }

    private static JsonNode json(String text) {
        try {
            return JsonMapper.builder().build().readTree(text);
        } catch (JsonProcessingException invalid) {
            throw new AssertionError(text, invalid);
        }
    }
}
