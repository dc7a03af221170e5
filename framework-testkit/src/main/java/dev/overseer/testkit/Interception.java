package dev.overseer.testkit;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** A fault or hook in the way of an operation's calls, and which of them it strikes. Safe for several threads. */
public final class Interception {
    private final Predicate<AwsCall> concerned;
    private final Fault fault;
    private final AtomicInteger arrived = new AtomicInteger();
    private volatile IntPredicate strikes;

    Interception(Predicate<AwsCall> concerned, Fault fault, IntPredicate strikes) {
        this.concerned = concerned;
        this.fault = fault;
        this.strikes = strikes;
    }

    /** Strikes the first {@code n} calls. */
    public Interception times(int n) {
        strikes = count -> count <= n;
        return this;
    }

    /** Strikes the {@code n}th call and no other; the first is number 1. */
    public Interception nth(int n) {
        strikes = count -> count == n;
        return this;
    }

    /** Strikes the {@code n}th call and the next: the first is number 1. */
    Interception twiceFrom(int n) {
        strikes = count -> count == n || count == n + 1;
        return this;
    }

    /** Strikes every call. */
    public Interception always() {
        strikes = count -> true;
        return this;
    }

    /** Selects the calls of an operation as {@link FakeAws#fail} names it. */
    static Predicate<AwsCall> of(String operation) {
        return call ->
                operation.equals(call.operation()) || operation.equals(call.action()) || operation.equals(FakeAws.ANY);
    }

    boolean concerns(AwsCall call) {
        return concerned.test(call);
    }

    Answer answer(AwsCall call, Fault.Onward service) throws IOException {
        return strikes.test(arrived.incrementAndGet()) ? fault.answer(call, service) : service.answer();
    }
}
