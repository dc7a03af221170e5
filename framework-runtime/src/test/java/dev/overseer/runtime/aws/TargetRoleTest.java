package dev.overseer.runtime.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.overseer.api.ResourceRef;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetRoleTest {
    private static final String ROLE = "arn:{partition}:iam::{account}:role/OverseerTarget";

    @Test
    void isInTheTargetsAccountAndPartition() {
        assertThat(anywhere(ROLE).of(target("123456789012", "eu-west-1")))
                .isEqualTo("arn:aws:iam::123456789012:role/OverseerTarget");
        assertThat(anywhere(ROLE).of(target("210987654321", "cn-north-1")))
                .isEqualTo("arn:aws-cn:iam::210987654321:role/OverseerTarget");
    }

    @Test
    void mayBeWrittenForOneAccountAndIsNeverTakenForAnother() {
        TargetRole role = anywhere("arn:aws:iam::123456789012:role/teams/security/OverseerTarget");

        assertThat(role.of(target("123456789012", "eu-west-1")))
                .isEqualTo("arn:aws:iam::123456789012:role/teams/security/OverseerTarget");
        assertThatExceptionOfType(NoRoleException.class)
                .isThrownBy(() -> role.of(target("210987654321", "eu-west-1")))
                .withMessageContaining("is not in account 210987654321");
    }

    @ParameterizedTest
    @ValueSource(strings = {"12a", "", "123456789012:role/Admin", "{account}", "1234567890123"})
    void isNoneForAnAccountThatIsNone(String account) {
        assertThatExceptionOfType(NoRoleException.class)
                .isThrownBy(() -> anywhere(ROLE).of(target(account, "eu-west-1")));
    }

    @Test
    void isOnlyForAllowedAccounts() {
        TargetRole role = new TargetRole(ROLE, Optional.empty(), Optional.of(Set.of("333333333333", "123456789012")));

        assertThat(role.of(target("123456789012", "eu-west-1"))).contains("123456789012");
        assertThatExceptionOfType(NoRoleException.class)
                .isThrownBy(() -> role.of(target("210987654321", "eu-west-1")))
                .withMessage(
                        "account 210987654321 is not one of the allowed [123456789012, 333333333333]. Add it to the allowed accounts, or leave its events out");
    }

    @Test
    void isForNoAccountIfNoneIsAllowed() {
        TargetRole role = new TargetRole(ROLE, Optional.empty(), Optional.of(Set.of()));

        assertThatExceptionOfType(NoRoleException.class).isThrownBy(() -> role.of(target("123456789012", "eu-west-1")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OverseerTarget",
                "arn:{partition}:iam::{account}:user/OverseerTarget",
                "arn:{partition}:iam::{acount}:role/OverseerTarget",
                "arn:{partition}:iam::{account}:role/",
                "arn:{partition}:iam::{account}:role/{region}",
                "arn:{partition}:iam::{account}:role/Over seer"
            })
    void refusesATemplateThatIsNoRole(String arn) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> anywhere(arn))
                .withMessageContaining("\"" + arn + "\"")
                .withMessageContaining("arn:{partition}:iam::{account}:role/OverseerTarget");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "two words", "semi;colon"})
    void refusesAnExternalIdThatStsWouldNotTake(String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TargetRole(ROLE, Optional.of(id), Optional.empty()))
                .withMessageContaining("\"" + id + "\"");
    }

    @Test
    void refusesAnAllowedAccountThatIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TargetRole(ROLE, Optional.empty(), Optional.of(Set.of("1234-5678-9012"))))
                .withMessage("\"1234-5678-9012\" is not an AWS account. Write its twelve digits");
    }

    private static TargetRole anywhere(String arn) {
        return new TargetRole(arn, Optional.empty(), Optional.empty());
    }

    private static ResourceRef target(String account, String region) {
        return ResourceRef.of(account, region, "AWS::Glue::DevEndpoint", "test1");
    }
}
