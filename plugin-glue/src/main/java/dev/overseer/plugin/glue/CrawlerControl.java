package dev.overseer.plugin.glue;

import static dev.overseer.api.AwsAction.action;
import static dev.overseer.api.Check.require;

import dev.overseer.api.Check;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.Control;
import dev.overseer.api.ControlContext;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.EventPattern;
import dev.overseer.api.Finding;
import dev.overseer.api.Progress;
import dev.overseer.api.ResourceRef;
import dev.overseer.api.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;

/**
 * Tells of Glue crawlers that have no security configuration. It does not repair them, for the reason that {@link JobControl}
 * gives.
 */
public final class CrawlerControl implements Control<Crawler> {
    private static final String TYPE = "AWS::Glue::Crawler";
    private static final String SECURITY = "crawlerSecurityConfiguration";
    private static final String UPDATE = "UpdateCrawler";
    private static final Tags TAGS = new Tags("crawler");

    /** For {@link GluePlugin}. */
    public CrawlerControl() {}

    @Override
    public ControlDescriptor descriptor() {
        return ControlDescriptor.control("glue-crawler", "Glue crawlers are encrypted")
                .severity(Severity.MEDIUM)
                .on(EventPattern.creations("glue", "CreateCrawler"), EventPattern.apiCalls("glue", UPDATE))
                .reads(
                        action("glue:GetCrawler").on(TAGS.arn()),
                        action("glue:ListCrawlers").onAnyResource("IAM knows no resource for a list of crawlers"),
                        TAGS.read(),
                        SecurityConfigurationCheck.READ)
                .announceOnly("which security configuration a crawler can work with, only its owner knows")
                .build();
    }

    @Override
    public List<ResourceRef> targets(CloudTrailEvent event) {
        return event.request("name").stream()
                .map(name -> event.resource(TYPE, name))
                .toList();
    }

    /** An update that does not say it leaves the configuration as it was, which the event does not tell. */
    @Override
    public Optional<Crawler> requested(ResourceRef target, CloudTrailEvent event) {
        return event.requested(request -> Crawler.builder()
                        .name(target.id())
                        .crawlerSecurityConfiguration(request.text(SECURITY).orElse(null))
                        .build())
                .filter(crawler -> !event.name().equals(UPDATE) || hasSecurityConfiguration(crawler));
    }

    @Override
    public Optional<Crawler> read(ControlContext context) {
        try {
            return Optional.of(glue(context)
                    .getCrawler(get -> get.name(context.target().id()))
                    .crawler());
        } catch (EntityNotFoundException gone) {
            return Optional.empty();
        }
    }

    @Override
    public List<Check<Crawler>> checks() {
        return List.of(
                require(
                        "security-configuration",
                        CrawlerControl::hasSecurityConfiguration,
                        "has no security configuration"),
                new SecurityConfigurationCheck<>(Crawler::crawlerSecurityConfiguration).offByDefault());
    }

    @Override
    public Progress remediate(Crawler crawler, List<Finding> findings, ControlContext context) {
        return Progress.failed("there is no remedy");
    }

    @Override
    public Optional<Instant> createdAt(Crawler crawler) {
        return Optional.ofNullable(crawler.creationTime());
    }

    @Override
    public Map<String, String> tags(Crawler crawler, ControlContext context) {
        return TAGS.of(context);
    }

    @Override
    public Stream<ResourceRef> discover(ControlContext context) {
        return glue(context).listCrawlersPaginator(list -> {}).stream()
                .flatMap(page -> page.crawlerNames().stream())
                .map(name -> context.resource(TYPE, name));
    }

    private static boolean hasSecurityConfiguration(Crawler crawler) {
        return Given.isGiven(crawler.crawlerSecurityConfiguration());
    }

    private static GlueClient glue(ControlContext context) {
        return context.client(GlueClient::builder);
    }
}
