package dev.overseer.sinks.notify;

import dev.overseer.runtime.notice.Message;
import dev.overseer.runtime.notice.Notifier;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/** A destination in AWS: opens its service with the first message, and says what it means when the service fails. */
final class AwsNotifier implements Notifier {
    private final String destination;
    private final DeliveryFault fault;
    private final Supplier<Service> opening;
    private final ReentrantLock lock = new ReentrantLock();
    private Optional<Service> opened = Optional.empty();

    AwsNotifier(String destination, DeliveryFault fault, Supplier<Service> opening) {
        this.destination = destination;
        this.fault = fault;
        this.opening = opening;
    }

    /** What a destination's messages are given to. */
    interface Service extends AutoCloseable {

        /**
         * Sends a message, once.
         *
         * @throws SdkException if it was not taken
         */
        void deliver(Message message);

        @Override
        void close();
    }

    @Override
    public String destination() {
        return destination;
    }

    @Override
    public void send(Message message) {
        try {
            service().deliver(message);
        } catch (SdkException thrown) {
            throw fault.of(thrown);
        } catch (NoClassDefFoundError missing) {
            throw fault.noClient(missing);
        } catch (RuntimeException unforeseen) {
            throw fault.unforeseen(unforeseen);
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            opened.ifPresent(Service::close);
            opened = Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private Service service() {
        lock.lock();
        try {
            Service service = opened.orElseGet(opening);
            opened = Optional.of(service);
            return service;
        } finally {
            lock.unlock();
        }
    }
}
