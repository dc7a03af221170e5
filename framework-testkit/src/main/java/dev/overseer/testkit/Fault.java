package dev.overseer.testkit;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What goes wrong with a call, on its way to the service or back.
 *
 * <p>A fault is written like a filter: it may answer itself, throw, or let the call go on and then change the answer or
 * lose it. Whatever it throws leaves the HTTP client, as an {@code IOException} that the SDK wraps in an
 * {@code SdkClientException}, or as an {@code Error} that nothing catches, like the death of the process.
 */
@FunctionalInterface
public interface Fault {

    /** Takes the place of the rest of the way. Safe for several threads. */
    Answer answer(AwsCall call, Onward service) throws IOException;

    /** The rest of a call's way to the service. */
    @FunctionalInterface
    interface Onward {

        /** Lets the service do its work, and returns its answer. */
        Answer answer() throws IOException;
    }

    /** The service refuses the call because there are too many. */
    static Fault throttle() {
        return (call, service) -> Answer.Refusal.THROTTLED;
    }

    /** The service fails without having done anything: HTTP 500. */
    static Fault serverError() {
        return (call, service) -> new Answer.Failure(500, "InternalServiceException", "Internal service error");
    }

    /** IAM does not let the caller do that; the message names caller, action and resource as AWS's does. */
    static Fault deny() {
        return (call, service) -> Answer.Refusal.DENIED;
    }

    /** The service answers with an error of its own, such as 400, {@code InvalidInputException}. */
    static Fault error(int status, String code, String message) {
        return (call, service) -> new Answer.Failure(status, code, message);
    }

    /** The connection breaks before the service sees the call. */
    static Fault connectionReset() {
        return (call, service) -> {
            throw new SocketException("Connection reset");
        };
    }

    /** The service does its work, but the connection breaks before the answer arrives. */
    static Fault resetAfter() {
        return (call, service) -> {
            service.answer();
            throw new SocketException("Connection reset");
        };
    }

    /** No answer arrives in time, and the service never saw the call. */
    static Fault timeout() {
        return (call, service) -> {
            throw new SocketTimeoutException("Read timed out");
        };
    }

    /** No answer arrives in time, although the service did its work. */
    static Fault timeoutAfter() {
        return (call, service) -> {
            service.answer();
            throw new SocketTimeoutException("Read timed out");
        };
    }

    /**
     * The service does its work at once, but the answer arrives only when {@code released} is done. Virtual time stands
     * still meanwhile, unless the test advances its clock.
     *
     * @param released what the call waits for, at most 30 s of real time
     */
    static Fault slow(Future<?> released) {
        return (call, service) -> {
            Answer answer = service.answer();
            await(released, call);
            return answer;
        };
    }

    private static void await(Future<?> released, AwsCall call) {
        try {
            released.get(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while the answer to " + call + " was held back", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("The test never released the answer to " + call, e);
        }
    }
}
