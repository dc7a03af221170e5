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
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.Job;

/**
 * Tells of Glue jobs that have no security configuration. It does not repair them: which configuration, with whose keys, only
 * the owner knows, and a job that can no longer read its data fails at night.
 *
 * <p>{@code UpdateJob} replaces the whole definition (<a
 * href="https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-jobs-job.html">"unspecified configuration is removed or reset
 * to default values"</a>), so its event says as much as that of a creation.
 */
public final class JobControl implements Control<Job> {
    private static final String TYPE = "AWS::Glue::Job";
    private static final String UPDATE = "UpdateJob";
    private static final Tags TAGS = new Tags("job");

    /** For {@link GluePlugin}. */
    public JobControl() {}

    @Override
    public ControlDescriptor descriptor() {
        return ControlDescriptor.control("glue-job", "Glue jobs are encrypted")
                .severity(Severity.MEDIUM)
                .on(EventPattern.creations("glue", "CreateJob"), EventPattern.apiCalls("glue", UPDATE))
                .reads(
                        action("glue:GetJob").on(TAGS.arn()),
                        action("glue:ListJobs").onAnyResource("IAM knows no resource for a list of jobs"),
                        TAGS.read(),
                        SecurityConfigurationCheck.READ)
                .announceOnly("which security configuration a job can work with, only its owner knows")
                .build();
    }

    @Override
    public List<ResourceRef> targets(CloudTrailEvent event) {
        return event
                .request(event.name().equals(UPDATE) ? "jobName" : "name")
                .or(() -> event.response(event.name().equals(UPDATE) ? "jobName" : "name"))
                .stream()
                .map(name -> event.resource(TYPE, name))
                .toList();
    }

    @Override
    public Optional<Job> requested(ResourceRef target, CloudTrailEvent event) {
        String field = event.name().equals(UPDATE) ? "/jobUpdate/securityConfiguration" : "securityConfiguration";
        return event.requested(request -> Job.builder()
                .name(target.id())
                .securityConfiguration(request.text(field).orElse(null))
                .build());
    }

    @Override
    public Optional<Job> read(ControlContext context) {
        try {
            return Optional.of(glue(context)
                    .getJob(get -> get.jobName(context.target().id()))
                    .job());
        } catch (EntityNotFoundException gone) {
            return Optional.empty();
        }
    }

    @Override
    public List<Check<Job>> checks() {
        return List.of(
                require(
                        "security-configuration",
                        job -> Given.isGiven(job.securityConfiguration()),
                        "has no security configuration"),
                new SecurityConfigurationCheck<>(Job::securityConfiguration).offByDefault());
    }

    @Override
    public Progress remediate(Job job, List<Finding> findings, ControlContext context) {
        return Progress.failed("there is no remedy");
    }

    @Override
    public Optional<Instant> createdAt(Job job) {
        return Optional.ofNullable(job.createdOn());
    }

    @Override
    public Map<String, String> tags(Job job, ControlContext context) {
        return TAGS.of(context);
    }

    @Override
    public Stream<ResourceRef> discover(ControlContext context) {
        return glue(context).listJobsPaginator(list -> {}).stream()
                .flatMap(page -> page.jobNames().stream())
                .map(name -> context.resource(TYPE, name));
    }

    private static GlueClient glue(ControlContext context) {
        return context.client(GlueClient::builder);
    }
}
