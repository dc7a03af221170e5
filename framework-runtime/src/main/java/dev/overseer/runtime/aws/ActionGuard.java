package dev.overseer.runtime.aws;

import dev.overseer.api.AwsAction;
import dev.overseer.runtime.ledger.Claim;
import dev.overseer.runtime.ledger.Ledger;
import dev.overseer.runtime.ledger.LedgerException;
import dev.overseer.runtime.ledger.WriteIntent;
import dev.overseer.runtime.ledger.WriteResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.signer.AwsSignerExecutionAttribute;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Stands between every control and AWS: refuses what was not declared, what a dry run must not do, and what rests on no
 * fresh reading, and journals each write before it is sent.
 *
 * <p>It sits below the SDK client, so that it does not depend on a control's goodwill. Safe for several threads; the look
 * under way is found by a {@link ScopedValue}, and a call outside any look is refused.
 */
public final class ActionGuard implements ExecutionInterceptor {
    /** How old the reading that justifies a write may be. */
    static final Duration FRESH = Duration.ofSeconds(5);

    /** After this long, a write without an answer will not get one: connection and socket timeouts are shorter. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Which account and region a client was made for. */
    static final ExecutionAttribute<Scope> SCOPE = new ExecutionAttribute<>("overseer-scope");

    private static final ExecutionAttribute<Claim.Granted> GRANT = new ExecutionAttribute<>("overseer-grant");
    private static final Logger LOG = LoggerFactory.getLogger(ActionGuard.class);

    private final ScopedValue<Look> current = ScopedValue.newInstance();
    private final Ledger ledger;
    private final Clock clock;

    public ActionGuard(Ledger ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Where a client calls. */
    record Scope(String account, String region) {}

    /** Runs what belongs to a look. */
    public <T> T during(Look look, Supplier<T> work) {
        return ScopedValue.where(current, look).call(work::get);
    }

    /** Returns the credentials of the look under way. */
    AwsCredentials credentials() {
        return currentLook().credentials().resolveCredentials();
    }

    /** Returns why a call outside any look was refused, if that is what an exception, or one of its causes, says. */
    public static Optional<String> refusalOutsideALook(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof CallRefusedException refused) {
                return Optional.of(String.valueOf(refused.getMessage()));
            }
        }
        return Optional.empty();
    }

    @Override
    public void beforeExecution(Context.BeforeExecution call, ExecutionAttributes attributes) {
        Look look = currentLook();
        DeclaredActions.Declared declared = declared(look, attributes);
        String action = declared.action().name();
        look.called(action);
        requireOwnClient(look, action, attributes);
        requirePlainRequest(look, action, call.request());
        if (declared.effect() == DeclaredActions.Effect.READ) {
            return;
        }
        requireGround(look, action);
        if (look.dryRun()) {
            String described = describe(action, call.request());
            throw look.refuse(new Refusal.DryRun(described), "dry run: would call " + described);
        }
        requireFreshGround(look, action);
        requireWayBack(look, declared.action());
        Claim.Granted granted = journal(look, action, call.request());
        requireStillFresh(look, granted);
        attributes.putAttribute(GRANT, granted);
    }

    @Override
    public void afterExecution(Context.AfterExecution call, ExecutionAttributes attributes) {
        settle(attributes, new WriteResult.Answered(requestId(call.response())));
    }

    @Override
    public void onExecutionFailure(Context.FailedExecution call, ExecutionAttributes attributes) {
        settle(attributes, result(call.exception()));
    }

    private Look currentLook() {
        if (!current.isBound() || !current.get().isOnItsThread()) {
            throw new CallRefusedException("AWS calls belong to the look's thread: call client(…) and use it there, "
                    + "and let the framework wait and repeat");
        }
        return current.get();
    }

    // The SDK offers no other attribute that says early which service a call is signed for.
    @SuppressWarnings("deprecation")
    private static DeclaredActions.Declared declared(Look look, ExecutionAttributes attributes) {
        String service = attributes.getAttribute(AwsSignerExecutionAttribute.SERVICE_SIGNING_NAME);
        String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
        return look.declared().find(service, operation).orElseThrow(() -> {
            String message = look.declared().refusal(service, operation);
            return look.refuse(new Refusal.Misuse(message), message);
        });
    }

    private static void requireOwnClient(Look look, String action, ExecutionAttributes attributes) {
        Scope scope = attributes.getAttribute(SCOPE);
        Scope own = new Scope(look.target().account(), look.target().region());
        if (!own.equals(scope)) {
            throw misuse(
                    look,
                    "Control %s called %s with a client for %s, but its target is in %s/%s. Ask the context for a client in every call."
                            .formatted(
                                    look.control().id(),
                                    action,
                                    scope == null ? "an unknown account" : scope.account() + "/" + scope.region(),
                                    own.account(),
                                    own.region()));
        }
    }

    private static void requirePlainRequest(Look look, String action, SdkRequest request) {
        boolean reroutes = request instanceof AwsRequest aws
                && aws.overrideConfiguration()
                        .map(ActionGuard::changesWhereOrAsWhom)
                        .orElse(false);
        if (reroutes) {
            throw misuse(
                    look,
                    "Control %s called %s with an override of credentials, endpoint, signer or plugins. Remove it: the framework sets these."
                            .formatted(look.control().id(), action));
        }
    }

    @SuppressWarnings("deprecation")
    private static boolean changesWhereOrAsWhom(AwsRequestOverrideConfiguration override) {
        return override.credentialsIdentityProvider().isPresent()
                || override.endpointProvider().isPresent()
                || override.signer().isPresent()
                || !override.plugins().isEmpty();
    }

    private static void requireGround(Look look, String action) {
        if (look.ground().isEmpty()) {
            throw misuse(
                    look,
                    "Control %s called %s, which writes, while the resource was being read or judged. Writes belong in remediate."
                            .formatted(look.control().id(), action));
        }
    }

    /** What only the ledger could bring back is not destroyed without it. */
    private void requireWayBack(Look look, AwsAction action) {
        if (!action.keepsPreState()) {
            return;
        }
        if (!ledger.lasts()) {
            throw needsLedger(
                    look,
                    "%s needs a ledger: only from there could come back what it destroys, and this host keeps none that lasts. Configure ledger: {type: sqlite} or {type: dynamodb}, or for the function OVERSEER_LEDGER_TABLE"
                            .formatted(action.name()));
        }
        look.ground().orElseThrow().preState().get().gap().ifPresent(gap -> {
            throw needsLedger(
                    look,
                    "%s needs a ledger: only from there could come back what it destroys, and the resource cannot be kept whole, since %s. Put this resource right by hand"
                            .formatted(action.name(), gap));
        });
    }

    private static CallRefusedException needsLedger(Look look, String reason) {
        return look.refuse(new Refusal.NeedsLedger(reason), reason);
    }

    private void requireFreshGround(Look look, String action) {
        Instant readAt = look.ground().orElseThrow().readAt();
        if (readAt.plus(FRESH).isBefore(clock.instant())) {
            throw look.refuse(
                    new Refusal.OutdatedRead(action),
                    "%s rests on a reading of %s, more than %d seconds ago; the next look reads again"
                            .formatted(action, readAt, FRESH.toSeconds()));
        }
    }

    /** A ledger may take long to answer; what rests on a reading that is too old by then is not sent. */
    private void requireStillFresh(Look look, Claim.Granted granted) {
        String action = granted.intent().action();
        try {
            requireFreshGround(look, action);
        } catch (CallRefusedException outdated) {
            settle(look, granted, new WriteResult.Refused("not sent: " + outdated.getMessage()));
            throw outdated;
        }
    }

    private Claim.Granted journal(Look look, String action, SdkRequest request) {
        Ground ground = look.ground().orElseThrow();
        WriteIntent intent = new WriteIntent(
                look.incident(),
                action,
                RequestDigest.of(request),
                ground.findings(),
                ground.preState().get().json(),
                ground.stake(),
                clock.instant(),
                PATIENCE);
        return switch (claim(look, intent)) {
            case Claim.Granted granted -> granted;
            case Claim.AlreadyDone(Instant at) ->
                throw look.refuse(new Refusal.AlreadyDone(action, at), "%s took effect at %s".formatted(action, at));
            case Claim.UnderWay(Instant since) ->
                throw look.refuse(
                        new Refusal.UnderWay(action, since), "%s is under way since %s".formatted(action, since));
            case Claim.Held(var cause, String reason, var until) ->
                throw look.refuse(new Refusal.Held(cause, reason, until), reason);
        };
    }

    private Claim claim(Look look, WriteIntent intent) {
        try {
            look.claiming();
            return ledger.claim(intent);
        } catch (LedgerException unreachable) {
            throw look.refuse(
                    new Refusal.NoLedger(String.valueOf(unreachable.getMessage())),
                    String.valueOf(unreachable.getMessage()));
        }
    }

    private void settle(ExecutionAttributes attributes, WriteResult result) {
        Claim.Granted granted = attributes.getAttribute(GRANT);
        if (granted != null) {
            settle(currentLook(), granted, result);
        }
    }

    private void settle(Look look, Claim.Granted granted, WriteResult result) {
        try {
            ledger.settle(granted, result);
        } catch (LedgerException unreachable) {
            // The journal has the write as sent; the next read tells what became of it. The look must not go on as if
            // it were recorded.
            LOG.error(
                    "{} was sent, but its result cannot be journalled",
                    granted.intent().action(),
                    unreachable);
            look.refuse(
                    new Refusal.NoLedger(String.valueOf(unreachable.getMessage())),
                    String.valueOf(unreachable.getMessage()));
        }
    }

    private static WriteResult result(Throwable failure) {
        String error = String.valueOf(failure.getMessage());
        return AwsFailure.effectUnknown(failure) ? new WriteResult.Unknown(error) : new WriteResult.Refused(error);
    }

    private static String requestId(SdkResponse response) {
        return response instanceof AwsResponse aws
                ? Optional.ofNullable(aws.responseMetadata().requestId()).orElse("")
                : "";
    }

    private static String describe(String action, SdkRequest request) {
        String text = request.toString();
        int parameters = text.indexOf('(');
        return action + " with {" + text.substring(parameters + 1, text.length() - 1) + "}";
    }

    private static CallRefusedException misuse(Look look, String message) {
        return look.refuse(new Refusal.Misuse(message), message);
    }
}
