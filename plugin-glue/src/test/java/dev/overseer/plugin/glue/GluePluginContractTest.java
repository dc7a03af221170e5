package dev.overseer.plugin.glue;

import dev.overseer.api.RemediationPlugin;
import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.incident.Outcome.Kind;
import dev.overseer.testkit.Ec2Simulator;
import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.GlueSimulator;
import dev.overseer.testkit.PluginContract;
import dev.overseer.testkit.Sample;
import dev.overseer.testkit.TestClock;
import java.util.List;
import java.util.Map;

class GluePluginContractTest extends PluginContract {
    private static final String ENCRYPTS = "security-configuration-encrypts";
    private static final String BY_TAG = """
            controls:
              glue-dev-endpoint: {mode: enforce, exemptByTag: on}
              glue-dev-endpoint-update: {mode: enforce, exemptByTag: on}
              glue-interactive-session: {mode: enforce, exemptByTag: on}
              glue-job: {exemptByTag: on}
              glue-crawler: {exemptByTag: on}
            exemptions: [{tag: purpose=lab, reason: a lab, owner: lab@example.com, until: 2100-01-01}]
            """;

    @Override
    protected RemediationPlugin plugin() {
        return new GluePlugin();
    }

    @Override
    protected FakeAws aws(TestClock clock) {
        GlueSimulator glue = new GlueSimulator(clock);
        glue.seed(Scene.CLOSED.request("endpointName", "closed").event());
        glue.seed(tagged(Scene.OPEN.request("endpointName", "lab")).event());
        Ec2Simulator ec2 = new Ec2Simulator(clock);
        ec2.rule("sgr-1", "sg-0123456789abcdef0", "tcp", 22, 22, "10.0.0.0/8");
        ec2.subnet("subnet-0123456789abcdef0");
        return new FakeAws(clock).install(glue).install(ec2);
    }

    @Override
    protected boolean canVanish(ResourceRef target) {
        return !target.type().equals("AWS::Glue::DataCatalogEncryptionSettings");
    }

    @Override
    protected List<Sample> samples() {
        EventBuilder job = AnnouncingControlsTest.JOB.request("securityConfiguration", "secure");
        EventBuilder crawler = AnnouncingControlsTest.CRAWLER.request("crawlerSecurityConfiguration", "secure");
        return List.of(
                new Sample(Scene.OPEN, Kind.REMEDIATED),
                new Sample(Scene.CLOSED.request("subnetId", null), Kind.REMEDIATED),
                new Sample(Scene.CLOSED, Kind.COMPLIANT),
                new Sample(Scene.CLOSED, Kind.COMPLIANT)
                        .withCheck(ENCRYPTS)
                        .withCheck("security-groups-closed")
                        .withCheck("subnet-private"),
                new Sample(tagged(Scene.OPEN), Kind.EXEMPT).under(BY_TAG),
                new Sample(DevEndpointUpdateTest.UPDATE, Kind.REMEDIATED),
                new Sample(DevEndpointUpdateTest.UPDATE.request("endpointName", "closed"), Kind.COMPLIANT)
                        .withCheck(ENCRYPTS)
                        .withCheck("security-groups-closed")
                        .withCheck("subnet-private"),
                new Sample(DevEndpointUpdateTest.UPDATE.request("endpointName", "lab"), Kind.EXEMPT).under(BY_TAG),
                new Sample(Scene.OPEN_SESSION, Kind.REMEDIATED),
                new Sample(Scene.CLOSED_SESSION, Kind.COMPLIANT),
                new Sample(Scene.CLOSED_SESSION, Kind.COMPLIANT).withCheck(ENCRYPTS),
                new Sample(tagged(Scene.OPEN_SESSION), Kind.EXEMPT).under(BY_TAG),
                new Sample(AnnouncingControlsTest.JOB, Kind.PLANNED),
                new Sample(AnnouncingControlsTest.JOB_UPDATE, Kind.PLANNED),
                new Sample(job, Kind.COMPLIANT).withCheck(ENCRYPTS),
                new Sample(tagged(AnnouncingControlsTest.JOB), Kind.EXEMPT).under(BY_TAG),
                new Sample(AnnouncingControlsTest.CRAWLER, Kind.PLANNED),
                new Sample(AnnouncingControlsTest.CRAWLER_UPDATE, Kind.PLANNED),
                new Sample(crawler, Kind.COMPLIANT).withCheck(ENCRYPTS),
                new Sample(tagged(AnnouncingControlsTest.CRAWLER), Kind.EXEMPT).under(BY_TAG),
                new Sample(DataCatalogEncryptionTest.OPEN, Kind.REMEDIATED).of("glue-data-catalog-encryption"),
                new Sample(DataCatalogEncryptionTest.CLOSED, Kind.COMPLIANT),
                new Sample(ResourcePolicyTest.OPEN, Kind.REMEDIATED),
                new Sample(ResourcePolicyTest.CLOSED, Kind.COMPLIANT));
    }

    private static EventBuilder tagged(EventBuilder event) {
        return event.request("tags", Map.of("purpose", "lab"));
    }
}
