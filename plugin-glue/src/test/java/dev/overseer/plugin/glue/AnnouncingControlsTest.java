package dev.overseer.plugin.glue;

import static dev.overseer.runtime.incident.Outcome.Kind.COMPLIANT;
import static dev.overseer.runtime.incident.Outcome.Kind.EXEMPT;
import static dev.overseer.runtime.incident.Outcome.Kind.GONE;
import static dev.overseer.runtime.incident.Outcome.Kind.PLANNED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.api.Finding;
import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.testkit.AwsCall;
import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.Events;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.Transcript;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.glue.GlueClient;

/** Jobs and crawlers, whose controls only tell of what they find. */
class AnnouncingControlsTest {
    static final EventBuilder JOB = Events.apiCall("glue", "CreateJob")
            .request("name", "nightly")
            .request("role", "arn:aws:iam::123456789012:role/glue-ml-test");
    static final EventBuilder JOB_UPDATE = Events.apiCall("glue", "UpdateJob")
            .request("jobName", "nightly")
            .request("jobUpdate", Map.of("role", "arn:aws:iam::123456789012:role/glue-ml-test"));
    static final EventBuilder CRAWLER = Events.apiCall("glue", "CreateCrawler")
            .request("name", "lake")
            .request("role", "arn:aws:iam::123456789012:role/glue-ml-test");
    static final EventBuilder CRAWLER_UPDATE =
            Events.apiCall("glue", "UpdateCrawler").request("name", "lake");

    private final Scene scene = new Scene();

    @Test
    void tellsOfAJobWithoutASecurityConfigurationAlsoWhereItEnforces() {
        Outcome outcome = scene.play(JOB).outcome();

        assertThat(outcome.kind()).isEqualTo(PLANNED);
        assertThat(outcome.summary())
                .isEqualTo("no remedy: which security configuration a job can work with, only its owner knows");
        assertThat(outcome.findings())
                .containsExactly(new Finding("security-configuration", "has no security configuration"));
        assertThat(scene.aws.writes()).isEmpty();
    }

    @Test
    void tellsOfACrawlerInADryRunToo() {
        Outcome outcome = scene.rehearsal().dryRun().play(CRAWLER).outcome();

        assertThat(outcome.kind()).isEqualTo(PLANNED);
        assertThat(outcome.summary())
                .isEqualTo("no remedy: which security configuration a crawler can work with, only its owner knows");
    }

    @Test
    void aConfigurationInTheEventSettlesItWithoutOneCall() {
        Transcript transcript = scene.play(
                JOB.request("securityConfiguration", "secure"),
                JOB_UPDATE.request("jobUpdate", Map.of("securityConfiguration", "secure")),
                CRAWLER.request("crawlerSecurityConfiguration", "secure"),
                CRAWLER_UPDATE.request("crawlerSecurityConfiguration", "secure"));

        assertThat(transcript.kinds()).containsOnly(COMPLIANT).hasSize(4);
        assertThat(scene.aws.calls()).isEmpty();
    }

    @Test
    void anUpdateOfAJobReplacesAllOfItSoAnAbsentConfigurationIsGone() {
        scene.glue.seed(JOB.request("securityConfiguration", "secure").event());

        Transcript transcript = scene.play(JOB_UPDATE);

        assertThat(transcript.outcome().kind()).isEqualTo(PLANNED);
        assertThat(transcript.opened().getFirst().target().id()).isEqualTo("nightly");
    }

    @Test
    void anUpdateOfACrawlerLeavesItsConfigurationAloneUnlessItSaysSo() {
        scene.glue.seed(
                CRAWLER.request("crawlerSecurityConfiguration", "secure").event());

        assertThat(scene.play(CRAWLER_UPDATE).outcome().kind()).isEqualTo(COMPLIANT);
        assertThat(scene.aws.calls()).extracting(AwsCall::operation).containsExactly("GetCrawler");
    }

    @Test
    void anUpdateMayBeOfAnOldJob() {
        scene.glue.seed(JOB.at(Events.TIME.minus(Duration.ofDays(300))).event());

        assertThat(scene.play(JOB_UPDATE).outcome().kind()).isEqualTo(PLANNED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HIDDEN_DUE_TO_SECURITY_REASONS", "text"})
    void theLiveJobDecidesWhereAnUpdateIsHidden(String hidden) {
        scene.glue.seed(JOB.request("securityConfiguration", "secure").event());
        scene.aws
                .onCall("GetJob")
                .before(call -> scene.glue.seed(
                        JOB.request("securityConfiguration", "secure").event()));

        assertThat(scene.play(JOB_UPDATE.request("jobUpdate", hidden)).outcome().kind())
                .isEqualTo(COMPLIANT);
        assertThat(scene.aws.calls("GetJob")).hasSize(1);
    }

    @Test
    void whatWasDeletedMeanwhileIsGone() {
        scene.aws.onCall("GetJob").before(call -> scene.glue.vanish("nightly"));
        scene.aws.onCall("GetCrawler").before(call -> scene.glue.vanish("lake"));

        assertThat(scene.play(JOB, CRAWLER).kinds()).containsOnly(GONE);
    }

    @Test
    void aCreateJobOfAnotherServiceIsNoBusinessOfTheirs() {
        assertThat(scene.play(Events.apiCall("databrew", "CreateJob").request("name", "nightly"))
                        .opened())
                .isEmpty();
    }

    @Test
    void anExemptionByTagCoversThem() {
        Transcript transcript = Operator.configures(scene, """
                        controls: {glue-job: {exemptByTag: true}, glue-crawler: {exemptByTag: true}}
                        exemptions: [{tag: purpose=lab, reason: a lab, owner: lab@example.com, until: 2026-02-01}]
                        """)
                .play(JOB.request("tags", Map.of("purpose", "lab")), CRAWLER.request("tags", Map.of("purpose", "lab")));

        assertThat(transcript.kinds()).containsOnly(EXEMPT);
    }

    @Test
    void asksWhetherTheConfigurationEncryptsWhenSwitchedOn() {
        GlueClient owner = new FakeAws(scene.clock).install(scene.glue).client(GlueClient::builder);
        scene.aws
                .onCall("GetJob")
                .before(call -> owner.deleteSecurityConfiguration(delete -> delete.name("secure")))
                .nth(1);

        Outcome outcome = Operator.configures(
                        scene, "controls: {glue-job: {checks: {security-configuration-encrypts: on}}}")
                .play(JOB.request("securityConfiguration", "secure"))
                .outcome();

        assertThat(outcome.kind()).isEqualTo(PLANNED);
        assertThat(outcome.findings())
                .extracting(Finding::message)
                .containsExactly("has the security configuration \"secure\", which does not exist");
    }

    @Test
    void targetsAreNamedAsCloudFormationDoes() {
        assertThat(new JobControl().targets(JOB_UPDATE.event()))
                .containsExactly(ResourceRef.of("123456789012", "eu-west-1", "AWS::Glue::Job", "nightly"));
        assertThat(new CrawlerControl().targets(CRAWLER.event()))
                .containsExactly(ResourceRef.of("123456789012", "eu-west-1", "AWS::Glue::Crawler", "lake"));
    }
}
