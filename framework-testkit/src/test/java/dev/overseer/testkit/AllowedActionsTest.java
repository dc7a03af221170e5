package dev.overseer.testkit;

import static dev.overseer.api.AwsAction.action;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.aws.IamPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedActionsTest {
    private static final ControlDescriptor CONTROL = ControlDescriptor.control("glue-dev-endpoint", "A title")
            .reads(action("glue:GetDevEndpoint").on("arn:{partition}:glue:{region}:{account}:devEndpoint/{id}"))
            .build();

    @ParameterizedTest
    @CsvSource({
        "glue:GetDevEndpoint,    arn:aws:glue:eu-west-1:123456789012:devEndpoint/test1,    true",
        "GLUE:getdevendpoint,    arn:aws:glue:eu-west-1:123456789012:devEndpoint/test1,    true",
        "glue:GetDevEndpoint,    arn:aws-cn:glue:cn-north-1:210987654321:devEndpoint/a/b:c, true",
        "glue:GetDevEndpoint,    arn:aws:glue:eu-west-1:123456789012:devendpoint/test1,    false",
        "glue:GetDevEndpoint,    arn:aws:glue:eu-west-1:123456789012:job/devEndpoint/test1, false",
        "glue:GetDevEndpoint,    *,                                                        false",
        "glue:GetDevEndpoints,   arn:aws:glue:eu-west-1:123456789012:devEndpoint/test1,    false",
        "glue:DeleteDevEndpoint, arn:aws:glue:eu-west-1:123456789012:devEndpoint/test1,    false",
    })
    void readsARolesPolicyAsIamDoes(String action, String resource, boolean allowed) {
        AllowedActions policy = AllowedActions.of(IamPolicy.role(List.of(CONTROL)));

        assertThat(policy.allows(action, resource)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"test1", "*", "a?b", "${aws:username}", "$", "a\nb", ".+", "a:b", "\\E", "${*}"})
    void allowsASessionTheTargetAlone(String id) {
        ResourceRef target = ResourceRef.of("123456789012", "eu-west-1", "AWS::Glue::DevEndpoint", id);
        AllowedActions policy = AllowedActions.of(IamPolicy.session(CONTROL, target, false));
        String endpoints = "arn:aws:glue:eu-west-1:123456789012:devEndpoint/";

        assertThat(policy.allows("glue:GetDevEndpoint", endpoints + id)).isTrue();
        assertThat(List.of("other", "aXb", "x", "", "*a", id + "x"))
                .noneMatch(other -> policy.allows("glue:GetDevEndpoint", endpoints + other));
        assertThat(policy.allows("glue:GetDevEndpoint", "arn:aws:glue:eu-west-1:210987654321:devEndpoint/" + id))
                .isFalse();
    }

    @Test
    void allowsOnEveryResourceWhatIsAllowedOnAnAsterisk() {
        AllowedActions policy = policy("{'Effect': 'Allow', 'Action': 'ec2:Describe*', 'Resource': '*'}");

        assertThat(policy.allows("ec2:DescribeSubnets", "*")).isTrue();
        assertThat(policy.allows("ec2:DescribeSubnets", "arn:aws:ec2:eu-west-1:123456789012:subnet/subnet-1"))
                .isTrue();
        assertThat(policy.allows("ec2:DeleteSubnet", "*")).isFalse();
    }

    @Test
    void takesAWildcardForOnePartOfAnArnOnly() {
        AllowedActions policy =
                policy("{'Effect': 'Allow', 'Action': 's3:GetObject', 'Resource': 'arn:aws:s3:::*/log?'}");

        assertThat(policy.allows("s3:GetObject", "arn:aws:s3:::bucket/a/log1")).isTrue();
        assertThat(policy.allows("s3:GetObject", "arn:aws:s3:::bucket/log")).isFalse();
        assertThat(policy.allows("s3:GetObject", "arn:aws:s3:eu-west-1::bucket/log1"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'Effect': 'Deny', 'Action': '*', 'Resource': '*'}",
                "{'Effect': 'Allow', 'NotAction': 'iam:*', 'Resource': '*'}",
                "{'Effect': 'Allow', 'Action': 's3:*', 'Resource': '*', 'Condition': {}}",
                "{'Effect': 'Allow', 'Action': 's3:*', 'Resource': 'arn:aws:s3:::${aws:username}/*'}",
                "{'Effect': 'Allow', 'Action': 's3:*', 'Resource': 'bucket'}"
            })
    void refusesWhatItDoesNotUnderstand(String statement) {
        assertThatIllegalArgumentException().isThrownBy(() -> policy(statement));
    }

    private static AllowedActions policy(String statement) {
        String policy = "{'Version': '2012-10-17', 'Statement': [%s]}".formatted(statement);
        try {
            return AllowedActions.of(JsonMapper.builder().build().readTree(policy.replace('\'', '"')));
        } catch (JsonProcessingException invalid) {
            throw new AssertionError(policy, invalid);
        }
    }
}
