package dev.overseer.testkit;

import java.util.function.Predicate;

/** What goes wrong with requests of one class: completes {@link FakeAws#on(Class)}. */
public final class RequestFaults {
    private final FakeAws aws;
    private final Predicate<AwsCall> concerned;

    RequestFaults(FakeAws aws, Predicate<AwsCall> concerned) {
        this.aws = aws;
        this.concerned = concerned;
    }

    /** Refuses the first {@code times} requests from now on because there are too many. */
    public Interception throttle(int times) {
        return with(Fault.throttle()).times(times);
    }

    /** Refuses every request from now on because IAM does not let the caller do that. */
    public Interception deny() {
        return with(Fault.deny()).always();
    }

    /** Lets the first request from now on time out; the service never sees it. */
    public Interception timeout() {
        return with(Fault.timeout());
    }

    /** Answers the first request from now on with HTTP 500; the service has done nothing. */
    public Interception serverError() {
        return with(Fault.serverError());
    }

    /**
     * Puts another fault in the way of the first request from now on. {@link Interception#times}, {@link Interception#nth}
     * and {@link Interception#always} say which requests instead, here and above.
     */
    public Interception with(Fault fault) {
        return aws.intercept(new Interception(concerned, fault, count -> count == 1));
    }
}
