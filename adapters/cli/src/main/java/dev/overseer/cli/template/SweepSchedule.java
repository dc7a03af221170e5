package dev.overseer.cli.template;

import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.Severity;
import dev.overseer.runtime.document.Documents;
import dev.overseer.runtime.document.SweepDocument;
import java.util.Comparator;
import java.util.List;

/**
 * When a control's resources are swept.
 *
 * @param id its logical id
 * @param control the control's id
 * @param expression as <a href="https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html">EventBridge
 *     Scheduler</a> has it, in UTC
 * @param message for {@code Fn::Sub}: the request. It names its account where the deployment works in one alone, else the
 *     function asks for a sweep of each; and the stack's region, since each region has a stack of its own
 */
record SweepSchedule(String id, String control, String expression, String message) {
    private static final int MINUTES = 60;
    private static final int MINUTES_OF_A_DAY = 24 * MINUTES;

    /**
     * Filled in by <a
     * href="https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html">Scheduler</a>:
     * a message that comes twice then asks for the same sweep.
     */
    private static final String SCHEDULED_TIME = "<aws.scheduler.scheduled-time>";

    /** Returns a schedule for each control that a sweep can find something for, by id: daily, or hourly where it is critical. */
    static List<SweepSchedule> of(Deployment deployment) {
        LogicalIds ids = new LogicalIds();
        return deployment.swept().stream()
                .sorted(Comparator.comparing(ControlDescriptor::id))
                .map(control -> new SweepSchedule(
                        ids.unused(LogicalIds.words(control.id()) + "Sweep"),
                        control.id(),
                        expression(control),
                        message(control, deployment)))
                .toList();
    }

    String description() {
        return "Has the resources of %s looked at that no event told of".formatted(control);
    }

    /** Not all at once; and for the same control always at the same time. */
    private static String expression(ControlDescriptor control) {
        int minute = Integer.parseInt(Sha256.of(control.id()).substring(0, 6), 16) % MINUTES_OF_A_DAY;
        return control.severity() == Severity.CRITICAL
                ? "cron(%d * * * ? *)".formatted(minute % MINUTES)
                : "cron(%d %d * * ? *)".formatted(minute % MINUTES, minute / MINUTES);
    }

    private static String message(ControlDescriptor control, Deployment deployment) {
        var message = Fn.object().put("schema", SweepDocument.SCHEMA).put("control", control.id());
        switch (deployment.accounts().size()) {
            case 0 -> message.put("account", "${AWS::AccountId}");
            case 1 -> message.put("account", deployment.accounts().getFirst());
            default -> {}
        }
        message.put(
                "region",
                deployment.regions().size() == 1 ? deployment.regions().getFirst() : "${AWS::Region}");
        return Documents.line(message.put("startedAt", SCHEDULED_TIME));
    }
}
