package dev.overseer.plugin.glue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.api.Control;
import dev.overseer.api.ResourceRef;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a sweep comes upon. */
class DiscoverTest {
    private final Scene scene = new Scene();

    @Test
    void findsEverySessionPageByPage() {
        List<String> ids =
                IntStream.range(0, 250).mapToObj("session%03d"::formatted).toList();
        ids.forEach(id -> scene.glue.seed(Scene.OPEN_SESSION.request("id", id).event()));

        assertThat(found(new InteractiveSessionControl()))
                .extracting(ResourceRef::id)
                .isEqualTo(ids);
        assertThat(scene.aws.calls("ListSessions")).hasSize(3);
        assertThat(found(new InteractiveSessionControl()))
                .contains(ResourceRef.of("123456789012", "eu-west-1", "AWS::Glue::Session", "session007"));
    }

    @Test
    void findsJobsAndCrawlers() {
        scene.glue.seed(AnnouncingControlsTest.JOB.event());
        scene.glue.seed(AnnouncingControlsTest.CRAWLER.event());

        assertThat(found(new JobControl()))
                .containsExactly(ResourceRef.of("123456789012", "eu-west-1", "AWS::Glue::Job", "nightly"));
        assertThat(found(new CrawlerControl()))
                .containsExactly(ResourceRef.of("123456789012", "eu-west-1", "AWS::Glue::Crawler", "lake"));
    }

    @Test
    void thereIsOneCatalogInEachPlaceWithoutAsking() {
        assertThat(found(new DataCatalogEncryptionControl()))
                .containsExactly(ResourceRef.of(
                        "123456789012", "eu-west-1", "AWS::Glue::DataCatalogEncryptionSettings", "123456789012"));
        assertThat(found(new ResourcePolicyControl()))
                .containsExactly(
                        ResourceRef.of("123456789012", "eu-west-1", "AWS::Glue::ResourcePolicy", "123456789012"));
        assertThat(scene.aws.calls()).isEmpty();
    }

    private List<ResourceRef> found(Control<?> control) {
        return control.discover(OwnContext.of(scene, "AWS::Any::Resource", "*")).toList();
    }
}
