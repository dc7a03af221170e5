package dev.overseer.cli;

import dev.overseer.runtime.aws.AwsFailure;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.sqs.IncidentQueue;
import dev.overseer.sqs.QueueUnusableException;
import dev.overseer.sqs.QueueUrl;
import dev.overseer.sqs.UnsendableException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

/** How incidents come to a host: by its queue, if there is one. */
final class Delivery {
    @Option(
            names = "--queue-url",
            paramLabel = "URL",
            description =
                    "The queue of the worker or function that is to look at them. Default: " + WorkerCommand.URL + ".")
    private @Nullable String queueUrl;

    /**
     * Returns the queue, if one is named.
     *
     * @throws UsageException if that is not the URL of a queue
     */
    Optional<QueueUrl> queue(Terminal terminal) {
        try {
            return Optional.ofNullable(queueUrl)
                    .or(() -> terminal.variable(WorkerCommand.URL))
                    .map(QueueUrl::parse);
        } catch (QueueUnusableException wrong) {
            throw new UsageException(String.valueOf(wrong.getMessage()));
        }
    }

    /**
     * Sends incidents to be looked at now.
     *
     * @throws UsageException if the queue does not take one; those before it are sent
     */
    static void send(Iterable<Incident> incidents, QueueUrl url, AwsAccess aws, Clock clock) {
        try (SqsClient sqs = url.client(aws.credentials())) {
            IncidentQueue queue = new IncidentQueue(sqs, url, Optional.empty(), clock);
            incidents.forEach(incident -> queue.send(incident, Duration.ZERO, 0));
        } catch (SdkException refused) {
            throw untaken(
                    url,
                    url.trouble(refused)
                            .orElseGet(
                                    () -> AwsFailure.of(refused).orElseThrow().reason()));
        } catch (QueueUnusableException | UnsendableException never) {
            throw untaken(url, String.valueOf(never.getMessage()));
        }
    }

    private static UsageException untaken(QueueUrl url, String reason) {
        return new UsageException("The queue %s does not take the incidents: %s The ledger has them: run the same again"
                .formatted(url, reason.endsWith(".") ? reason : reason + "."));
    }
}
