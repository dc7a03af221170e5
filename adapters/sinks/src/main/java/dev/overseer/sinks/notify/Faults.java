package dev.overseer.sinks.notify;

import dev.overseer.runtime.notice.Destination;
import dev.overseer.runtime.notice.Destination.EventBridge;
import dev.overseer.runtime.notice.Destination.Ses;
import dev.overseer.runtime.notice.Destination.Sns;
import dev.overseer.sinks.notify.DeliveryFault.Meaning;
import java.util.Locale;
import java.util.Optional;

/**
 * What the services answer when they do not take a message. Names no class of their clients, which may be missing.
 *
 * <p>Sources: the errors of <a href="https://docs.aws.amazon.com/sns/latest/api/API_Publish.html">Publish</a> and
 * <a href="https://docs.aws.amazon.com/ses/latest/APIReference/API_SendEmail.html">SendEmail</a>, and the codes in
 * <a href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html">PutEventsResultEntry</a>.
 */
final class Faults {
    private Faults() {}

    static DeliveryFault of(Destination destination) {
        return switch (destination) {
            case Sns(String arn, String region) ->
                new DeliveryFault("The topic " + arn, "SNS", "sns:Publish on " + arn, Faults::ofSns);
            case Ses mail ->
                new DeliveryFault(
                        "Mail from %s by SES%s".formatted(mail.address(), in(mail.region())),
                        "SES",
                        "ses:SendEmail on the identity of " + mail.address(),
                        (code, said) -> ofSes(mail, code, said));
            case EventBridge bus ->
                new DeliveryFault(
                        "The event bus %s%s".formatted(bus.bus(), isArn(bus) ? "" : in(bus.region())),
                        "EventBridge",
                        "events:PutEvents on the event bus " + bus.bus(),
                        Faults::ofEventBridge);
        };
    }

    private static Optional<Meaning> ofSns(String code, String said) {
        return switch (code) {
            case "NotFound", "NotFoundException" ->
                Meaning.lasting("does not exist. Make it, or correct its ARN in `notify`");
            case "KMSThrottling", "KMSThrottlingException" ->
                Meaning.passing("is throttled by its key: %s".formatted(said));
            case String key
            when key.startsWith("KMS") ->
                Meaning.lasting(
                        "is encrypted with a key that this process cannot use: %s (%s). Allow its role kms:GenerateDataKey and kms:Decrypt on that key, in the key's policy too, and see that the key is enabled"
                                .formatted(said, code));
            case String other -> Optional.empty();
        };
    }

    private static Optional<Meaning> ofSes(Ses mail, String code, String said) {
        return switch (code) {
            case "MessageRejected", "MessageRejectedException" -> Optional.of(rejected(mail, said));
            case "MailFromDomainNotVerified", "MailFromDomainNotVerifiedException" ->
                Meaning.lasting(
                        "was refused, since the sender's MAIL FROM domain is not verified: %s. Verify it in SES, or have SES fall back to its own"
                                .formatted(said));
            case "AccountSendingPausedException", "ConfigurationSetSendingPausedException" ->
                Meaning.lasting("was refused, since sending is paused: %s. Enable it in SES, after having seen why"
                        .formatted(said));
            case "ConfigurationSetDoesNotExist", "ConfigurationSetDoesNotExistException" ->
                Meaning.lasting(
                        "was refused, since the sender's default configuration set does not exist: %s. Give the identity another one in SES"
                                .formatted(said));
            case String other -> Optional.empty();
        };
    }

    /**
     * In the sandbox SES wants recipients verified as well as the sender, and names those that are not
     * (<a href="https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html">production access</a>).
     */
    private static Meaning rejected(Ses mail, String said) {
        String text = said.toLowerCase(Locale.ROOT);
        if (!text.contains("not verified")) {
            return new Meaning("was refused: %s. See that the addresses in `notify` are right".formatted(said), false);
        }
        return text.contains(mail.address().toLowerCase(Locale.ROOT))
                ? new Meaning(
                        "was refused, since SES has not verified the sender: %s. Verify the address or its domain in SES, in that region"
                                .formatted(said),
                        false)
                : new Meaning(
                        "was refused, since the account is in SES's sandbox and a recipient is not verified: %s. Verify the recipients in SES, or ask AWS for production access"
                                .formatted(said),
                        false);
    }

    private static Optional<Meaning> ofEventBridge(String code, String said) {
        return switch (code) {
            case "ResourceNotFoundException", "EventBusNotFoundException" ->
                Meaning.lasting("does not exist: %s. Make it, or correct it in `notify`".formatted(said));
            case "InvalidAccountIdException" ->
                Meaning.lasting(
                        "is in an account that does not exist: %s. Correct its ARN in `notify`".formatted(said));
            case "NotAuthorizedForSourceException", "NotAuthorizedForDetailTypeException" ->
                Meaning.lasting(
                        "does not admit these events: %s. Allow the source overseer and the detail types Overseer Outcome, Overseer Announcement and Overseer Digest in the bus's policy"
                                .formatted(said));
            case String other -> Optional.empty();
        };
    }

    private static boolean isArn(EventBridge bus) {
        return bus.bus().startsWith("arn:");
    }

    private static String in(Optional<String> region) {
        return region.map(name -> " in " + name).orElse("");
    }
}
