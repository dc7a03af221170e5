package dev.overseer.sqs;

import dev.overseer.testkit.TestClock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.ActionAfterCompletion;
import software.amazon.awssdk.services.scheduler.model.ConflictException;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.ValidationException;

/** EventBridge Scheduler under virtual time: sends to a {@link FakeQueue}, and begins a chain with each message. */
final class FakeScheduler implements SchedulerClient {
    private static final String NAME = "[0-9a-zA-Z-_.]{1,64}";

    private final TestClock clock;
    private final FakeQueue queue;
    private final Map<String, CreateScheduleRequest> pending = new LinkedHashMap<>();
    private final List<CreateScheduleRequest> created = new ArrayList<>();

    FakeScheduler(TestClock clock, FakeQueue queue) {
        this.clock = clock;
        this.queue = queue;
    }

    List<CreateScheduleRequest> created() {
        return List.copyOf(created);
    }

    /** Returns when the next schedule is due. */
    Optional<Instant> next() {
        return pending.values().stream().map(FakeScheduler::time).min(Instant::compareTo);
    }

    /** Sends what is due, and deletes its schedules. */
    void fire() {
        pending.values().removeIf(schedule -> {
            boolean due = !time(schedule).isAfter(clock.instant());
            if (due) {
                queue.put(schedule.target().input());
            }
            return due;
        });
    }

    @Override
    public CreateScheduleResponse createSchedule(CreateScheduleRequest request) {
        if (!request.name().matches(NAME) || !time(request).isAfter(clock.instant())) {
            throw ValidationException.builder()
                    .message("Invalid schedule " + request)
                    .build();
        }
        if (request.actionAfterCompletion() != ActionAfterCompletion.DELETE) {
            throw new AssertionError("The schedule stays for ever: " + request);
        }
        if (pending.putIfAbsent(request.name(), request) != null) {
            throw ConflictException.builder()
                    .message("Schedule " + request.name() + " already exists.")
                    .build();
        }
        created.add(request);
        return CreateScheduleResponse.builder().build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}

    static Instant time(CreateScheduleRequest schedule) {
        String at = schedule.scheduleExpression();
        return LocalDateTime.parse(at.substring("at(".length(), at.length() - 1))
                .toInstant(ZoneOffset.UTC);
    }
}
