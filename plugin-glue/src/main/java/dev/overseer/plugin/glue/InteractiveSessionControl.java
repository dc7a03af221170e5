package dev.overseer.plugin.glue;

import static dev.overseer.api.AwsAction.action;
import static dev.overseer.api.Check.require;
import static dev.overseer.plugin.glue.Given.isGiven;

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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.IllegalSessionStateException;
import software.amazon.awssdk.services.glue.model.Session;

/**
 * Stops and deletes Glue interactive sessions, the successors of development endpoints, that were created without encryption
 * or network: neither can be added to a session, which has no update in the <a
 * href="https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-interactive-sessions.html">API of interactive sessions</a>.
 *
 * <p>In which statuses Glue lets a session be stopped or deleted is not documented beyond the {@code
 * IllegalSessionStateException} of both calls. So one that is PROVISIONING is left until it is READY, and the exception is
 * waited out.
 */
public final class InteractiveSessionControl implements Control<Session> {
    private static final String TYPE = "AWS::Glue::Session";
    private static final Tags TAGS = new Tags("session");
    private static final Duration POLL = Duration.ofSeconds(30);

    /** For {@link GluePlugin}. */
    public InteractiveSessionControl() {}

    @Override
    public ControlDescriptor descriptor() {
        return ControlDescriptor.control(
                        "glue-interactive-session", "Glue interactive sessions are encrypted and in a network")
                .severity(Severity.HIGH)
                .on(EventPattern.creations("glue", "CreateSession"))
                .reads(
                        action("glue:GetSession").on(TAGS.arn()),
                        action("glue:ListSessions").onAnyResource("IAM knows no resource for a list of sessions"),
                        TAGS.read(),
                        SecurityConfigurationCheck.READ)
                .writes(
                        action("glue:StopSession").on(TAGS.arn()),
                        action("glue:DeleteSession").on(TAGS.arn()))
                // Passed on to the session's code: people put passwords there.
                .masks("DefaultArguments")
                .build();
    }

    @Override
    public List<ResourceRef> targets(CloudTrailEvent event) {
        return event.request("id").or(() -> event.response("id")).or(() -> event.response("/session/id")).stream()
                .map(id -> event.resource(TYPE, id))
                .toList();
    }

    @Override
    public Optional<Session> requested(ResourceRef target, CloudTrailEvent event) {
        return event.requested(request -> Session.builder()
                .id(target.id())
                .securityConfiguration(request.text("securityConfiguration").orElse(null))
                .connections(list -> list.connections(request.texts("/connections/connections")))
                .build());
    }

    @Override
    public Optional<Session> read(ControlContext context) {
        try {
            return Optional.of(glue(context)
                    .getSession(get -> get.id(context.target().id()))
                    .session());
        } catch (EntityNotFoundException gone) {
            return Optional.empty();
        }
    }

    @Override
    public List<Check<Session>> checks() {
        return List.of(
                require(
                        "security-configuration",
                        session -> isGiven(session.securityConfiguration()),
                        "has no security configuration"),
                require("connection", InteractiveSessionControl::hasConnection, "has no connection to a network"),
                new SecurityConfigurationCheck<>(Session::securityConfiguration).offByDefault());
    }

    @Override
    public Progress remediate(Session session, List<Finding> findings, ControlContext context) {
        return switch (String.valueOf(session.statusAsString())) {
            case "READY" -> stop(context);
            case "STOPPED", "FAILED", "TIMEOUT" -> delete(context);
            case "STOPPING" -> Progress.waitFor(POLL, "STOPPED; it is STOPPING");
            // Glue may refuse to stop a session that it is still setting up, and may grow statuses we do not know.
            default -> Progress.waitFor(POLL, "READY; it is " + session.statusAsString());
        };
    }

    @Override
    public Optional<Instant> createdAt(Session session) {
        return Optional.ofNullable(session.createdOn());
    }

    @Override
    public Map<String, String> tags(Session session, ControlContext context) {
        return TAGS.of(context);
    }

    @Override
    public Stream<ResourceRef> discover(ControlContext context) {
        return glue(context).listSessionsPaginator(list -> {}).stream()
                .flatMap(page -> page.ids().stream())
                .map(id -> context.resource(TYPE, id));
    }

    private static boolean hasConnection(Session session) {
        return session.connections() != null && isGiven(session.connections().connections());
    }

    private static Progress stop(ControlContext context) {
        return attempted(() -> {
            glue(context).stopSession(stop -> stop.id(context.target().id()));
            return Progress.waitFor(POLL, "STOPPED, to be deleted then");
        });
    }

    private static Progress delete(ControlContext context) {
        return attempted(() -> {
            glue(context).deleteSession(delete -> delete.id(context.target().id()));
            return Progress.done("stopped and deleted");
        });
    }

    private static Progress attempted(Supplier<Progress> write) {
        try {
            return write.get();
        } catch (EntityNotFoundException gone) {
            return Progress.done("gone before it could be deleted");
        } catch (IllegalSessionStateException tooEarly) {
            return Progress.waitFor(
                    POLL,
                    "another status: Glue says " + tooEarly.awsErrorDetails().errorMessage());
        }
    }

    private static GlueClient glue(ControlContext context) {
        return context.client(GlueClient::builder);
    }
}
