package dev.overseer.sqs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.ActionAfterCompletion;
import software.amazon.awssdk.services.scheduler.model.ConflictException;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.DeadLetterConfig;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindowMode;

/**
 * Waits that SQS cannot do: EventBridge Scheduler sends a message to the queue at its time, and deletes the schedule.
 *
 * <p>Safe for several threads.
 *
 * @param queueArn the queue to send to
 * @param roleArn the role that Scheduler assumes for it; needs {@code sqs:SendMessage} on the queue. The caller needs
 *     {@code scheduler:CreateSchedule} on the group and {@code iam:PassRole} on the role
 * @param group the schedule group; empty means {@code default}
 * @param deadLetterArn a queue for messages that Scheduler could not send within a day; empty means they are dropped
 */
public record LongWaits(
        SchedulerClient scheduler,
        Clock clock,
        String queueArn,
        String roleArn,
        Optional<String> group,
        Optional<String> deadLetterArn) {
    /** Scheduler keeps time to the minute, and refuses a time that has passed when the request arrives. */
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    private static final DateTimeFormatter AT =
            DateTimeFormatter.ofPattern("'at('uuuu-MM-dd'T'HH:mm:ss')'").withZone(ZoneOffset.UTC);

    /**
     * Has a message sent at a time, or a minute from now if that is later. Harmless when repeated under the same name: what
     * has that name already is the same wait.
     *
     * @param name letters, digits, {@code -}, {@code _} and {@code .}, at most 64
     * @throws software.amazon.awssdk.core.exception.SdkException if Scheduler did not take it
     */
    void schedule(String name, String body, Instant due) {
        Instant earliest = clock.instant().plus(SHORTEST);
        Instant at = wholeSecond(due.isBefore(earliest) ? earliest : due);
        try {
            scheduler.createSchedule(request(name, body, at));
        } catch (ConflictException alreadyThere) {
            // Another delivery of the same message came here first; its wait is this one.
        }
    }

    private CreateScheduleRequest request(String name, String body, Instant at) {
        CreateScheduleRequest.Builder request = CreateScheduleRequest.builder()
                .name(name)
                .scheduleExpression(AT.format(at))
                .scheduleExpressionTimezone("UTC")
                .actionAfterCompletion(ActionAfterCompletion.DELETE)
                .flexibleTimeWindow(window -> window.mode(FlexibleTimeWindowMode.OFF))
                .target(target -> target.arn(queueArn)
                        .roleArn(roleArn)
                        .input(body)
                        .deadLetterConfig(deadLetterArn
                                .map(arn -> DeadLetterConfig.builder().arn(arn).build())
                                .orElse(null)));
        group.ifPresent(request::groupName);
        return request.build();
    }

    private static Instant wholeSecond(Instant time) {
        return time.getNano() == 0 ? time : Instant.ofEpochSecond(time.getEpochSecond() + 1);
    }
}
