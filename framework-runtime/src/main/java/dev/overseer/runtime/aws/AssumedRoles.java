package dev.overseer.runtime.aws;

import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.ResourceRef;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * A role in the target's account, in a session that can do no more than the control declares, to no other resource than
 * the target, and in a dry run only read.
 *
 * <p>Sessions are kept for each control, target and mode, and replaced before they expire. Safe for several threads: those
 * that need the same session wait for it, others do not.
 */
public final class AssumedRoles implements TargetCredentials {
    /** The shortest that STS lends for; an incident usually ends in it. */
    private static final Duration LENT_FOR = Duration.ofMinutes(15);

    /** A session lasts at least so much longer at the start of a look, which is more than a look takes. */
    private static final Duration LONGEST_LOOK = Duration.ofMinutes(2);

    /** Of about 2 KB each. */
    private static final int MOST = 4_096;

    /** In <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">RoleSessionName</a>. */
    private static final Pattern NOT_IN_A_SESSION_NAME = Pattern.compile("[^\\w+=,.@-]");

    private static final int LONGEST_SESSION_NAME = 64;

    private final TargetRole role;
    private final SecurityTokenService tokens;
    private final Clock clock;
    private final Map<Purpose, Lent> sessions = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Purpose, Lent> eldest) {
            return size() > MOST;
        }
    };

    public AssumedRoles(TargetRole role, SecurityTokenService tokens, Clock clock) {
        this.role = role;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** What a session is for. The role follows from the target. */
    private record Purpose(String control, ResourceRef target, boolean writes) {}

    @Override
    public AwsCredentialsProvider obtain(ControlDescriptor control, ResourceRef target, boolean writes) {
        String arn = role.of(target);
        Lent lent;
        synchronized (sessions) {
            lent = sessions.computeIfAbsent(new Purpose(control.id(), target, writes), _ -> new Lent());
        }
        return StaticCredentialsProvider.create(
                lent.session(() -> assume(arn, control, target, writes)).credentials());
    }

    @Override
    public String identity(ResourceRef target) {
        return role.of(target);
    }

    private SecurityTokenService.Session assume(
            String arn, ControlDescriptor control, ResourceRef target, boolean writes) {
        SecurityTokenService.Request request = new SecurityTokenService.Request(
                arn, sessionName(control), role.externalId(), policy(control, target, writes), LENT_FOR);
        try {
            return tokens.assumeRole(request);
        } catch (SdkException failure) {
            throw explained(failure, arn, target.account());
        }
    }

    private static String policy(ControlDescriptor control, ResourceRef target, boolean writes) {
        try {
            return IamPolicy.text(IamPolicy.session(control, target, writes));
        } catch (IllegalArgumentException tooLong) {
            throw new NoRoleException(String.valueOf(tooLong.getMessage()), tooLong);
        }
    }

    private static RuntimeException explained(SdkException failure, String arn, String account) {
        return switch (AwsFailure.of(failure).orElseThrow()) {
            case AwsFailure.NoAnswer(String reason) ->
                RetryableException.builder()
                        .message("sts:AssumeRole of %s: %s".formatted(arn, reason))
                        .cause(failure)
                        .build();
            case AwsFailure.Denied(String reason) ->
                new NoRoleException(
                        "role %s cannot be assumed, so account %s cannot be reached: %s. Check that the role exists, and that it trusts this caller and the external id"
                                .formatted(arn, account, reason),
                        failure);
            case AwsFailure.Rejected(String reason) ->
                new NoRoleException(
                        "role %s cannot be assumed, so account %s cannot be reached: %s"
                                .formatted(arn, account, reason),
                        failure);
        };
    }

    private static String sessionName(ControlDescriptor control) {
        String name = "overseer-" + NOT_IN_A_SESSION_NAME.matcher(control.id()).replaceAll("-");
        return name.substring(0, Math.min(name.length(), LONGEST_SESSION_NAME));
    }

    /** The session for one purpose, once it was needed. */
    private final class Lent {
        private Optional<SecurityTokenService.Session> current = Optional.empty();

        synchronized SecurityTokenService.Session session(Supplier<SecurityTokenService.Session> source) {
            Optional<SecurityTokenService.Session> lasting =
                    current.filter(session -> clock.instant().plus(LONGEST_LOOK).isBefore(session.expiresAt()));
            SecurityTokenService.Session session = lasting.orElseGet(source);
            current = Optional.of(session);
            return session;
        }
    }
}
