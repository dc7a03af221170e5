package dev.overseer.plugin.glue;

import static dev.overseer.runtime.incident.Outcome.Kind.COMPLIANT;
import static dev.overseer.runtime.incident.Outcome.Kind.GONE;
import static dev.overseer.runtime.incident.Outcome.Kind.REMEDIATED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.overseer.api.AwsAction;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.Events;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.Transcript;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.glue.GlueClient;

class ResourcePolicyTest {
    private static final String WORLD = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"glue:*","Resource":"*"}]}""";
    private static final String PARTNER = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"210987654321"},"Action":"glue:Get*","Resource":"*"}]}""";
    static final EventBuilder OPEN = putting(WORLD);
    static final EventBuilder CLOSED = putting(PARTNER);

    private final Scene scene = new Scene();
    private final GlueClient owner =
            new FakeAws(scene.clock).install(scene.glue).client(GlueClient::builder);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"Principal\": \"*\"",
                "\"Principal\": {\"AWS\": \"*\"}",
                "\"Principal\": {\"AWS\": [\"210987654321\", \"*\"]}",
                "\"NotPrincipal\": {\"AWS\": \"210987654321\"}",
                "\"Principal\": \"*\", \"Condition\": {}",
                "\"Principal\": \"*\", \"Condition\": {\"Bool\": {\"aws:SecureTransport\": \"true\"}}",
                "\"Principal\": \"*\", \"Condition\": {\"StringNotEquals\": {\"aws:PrincipalOrgID\": \"o-1\"}}",
                "\"Principal\": \"*\", \"Condition\": {\"StringEqualsIfExists\": {\"aws:PrincipalOrgID\": \"o-1\"}}",
                "\"Principal\": \"*\", \"Condition\": {\"ForAllValues:StringEquals\": {\"aws:PrincipalOrgID\": \"o-1\"}}",
                "\"Principal\": \"*\", \"Condition\": {\"StringLike\": {\"aws:PrincipalArn\": \"arn:*:*:*:*:*\"}}",
                "\"Principal\": \"*\", \"Condition\": {\"StringLike\": {\"aws:PrincipalOrgID\": [\"o-1\", \"*\"]}}",
                "\"Principal\": \"*\", \"Condition\": {\"IpAddress\": {\"aws:SourceIp\": \"0.0.0.0/0\"}}"
            })
    void deletesAPolicyThatIsForEverybody(String whom) {
        Outcome outcome = scene.play(putting(statement(whom))).outcome();

        assertThat(outcome.kind()).isEqualTo(REMEDIATED);
        assertThat(outcome.summary()).isEqualTo("deleted; the ledger keeps its text");
        assertThat(outcome.writes()).containsExactly("glue:DeleteResourcePolicy");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"Principal\": {\"AWS\": \"210987654321\"}",
                "\"Principal\": {\"AWS\": [\"arn:aws:iam::210987654321:root\"]}",
                "\"Principal\": {\"Service\": \"ram.amazonaws.com\"}",
                "\"Principal\": \"*\", \"Condition\": {\"StringEquals\": {\"aws:PrincipalOrgID\": \"o-1\"}}",
                "\"Principal\": \"*\", \"Condition\": {\"stringequals\": {\"AWS:principalorgid\": [\"o-1\", \"o-2\"]}}",
                "\"Principal\": \"*\", \"Condition\": {\"ForAnyValue:StringLike\": {\"aws:PrincipalOrgPaths\": \"o-1/*\"}}",
                "\"Principal\": \"*\", \"Condition\": {\"ArnLike\": {\"aws:PrincipalArn\": \"arn:aws:iam::210987654321:*\"}}",
                "\"Principal\": \"*\", \"Condition\": {\"IpAddress\": {\"aws:SourceIp\": \"192.0.2.0/24\"}}"
            })
    void leavesAPolicyThatIsNot(String whom) {
        assertThat(scene.play(putting(statement(whom))).outcome().kind()).isEqualTo(COMPLIANT);
        assertThat(scene.aws.calls()).isEmpty();
    }

    @Test
    void aStatementThatDeniesEverybodyIsHarmless() {
        assertThat(scene.play(putting(statement("\"Principal\": \"*\"").replace("Allow", "Deny")))
                        .outcome()
                        .kind())
                .isEqualTo(COMPLIANT);
    }

    @Test
    void oneStatementMayStandWithoutAList() {
        String policy = """
                {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "glue:GetTable", "Resource": "*"}}""";

        assertThat(scene.play(putting(policy)).outcome().kind()).isEqualTo(REMEDIATED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HIDDEN_DUE_TO_SECURITY_REASONS", "{ not JSON"})
    void theLivePolicyDecidesWhereTheEventDoesNotTell(String text) {
        scene.aws.onCall("GetResourcePolicy").before(call -> owner.putResourcePolicy(put -> put.policyInJson(PARTNER)));

        assertThat(scene.play(putting(text)).outcome().kind()).isEqualTo(COMPLIANT);
        assertThat(scene.aws.calls("GetResourcePolicy")).hasSize(1);
    }

    @Test
    void leavesAPolicyThatItsOwnerReplacesBeforeItIsDeleted() {
        scene.aws
                .onCall("DeleteResourcePolicy")
                .before(call -> owner.putResourcePolicy(put -> put.policyInJson(PARTNER)));

        Transcript transcript = scene.play(OPEN);

        assertThat(transcript.waits()).hasSize(1);
        assertThat(transcript.outcome().kind()).isEqualTo(COMPLIANT);
        assertThat(owner.getResourcePolicy(get -> {}).policyInJson()).isEqualTo(PARTNER);
    }

    @Test
    void aPolicyThatIsGoneIsGone() {
        scene.aws.onCall("GetResourcePolicy").before(call -> scene.glue.vanish(FakeAws.ACCOUNT));

        assertThat(scene.play(OPEN).outcome().kind()).isEqualTo(GONE);
    }

    @Test
    void thePolicyOfAnotherServiceIsNoBusinessOfIts() {
        EventBuilder event =
                Events.apiCall("secretsmanager", "PutResourcePolicy").request("policyInJson", WORLD);

        assertThat(scene.play(event).opened()).isEmpty();
    }

    @Test
    void deletesOnlyWhereItsTextIsKept() {
        assertThat(new ResourcePolicyControl().descriptor().writes()).allMatch(AwsAction::keepsPreState);
    }

    @Test
    void isKeptWordForWordBeforeItIsDeleted() throws Exception {
        assertThat(preStateOf(scene.play(OPEN)).path("json").asText()).isEqualTo(WORLD);
    }

    private JsonNode preStateOf(Transcript transcript) throws Exception {
        return new JsonMapper()
                .readTree(scene.ledger
                        .writes(transcript.closed().getFirst().incident().id())
                        .getFirst()
                        .intent()
                        .preState());
    }

    private static EventBuilder putting(String policy) {
        return Events.apiCall("glue", "PutResourcePolicy").request("policyInJson", policy);
    }

    private static String statement(String whom) {
        return """
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", %s, "Action": "glue:GetTable", "Resource": "*"},
                  {"Effect": "Allow", "Principal": {"AWS": "210987654321"}, "Action": "glue:GetTables", "Resource": "*"}]}
                """.formatted(whom);
    }
}
