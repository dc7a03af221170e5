package dev.overseer.sqs;

import java.time.Instant;
import java.util.Optional;

/**
 * How a worker is.
 *
 * @param live whether it goes round: if not, only a restart helps
 * @param ready whether its last request for messages was answered, and it has not been stopped
 * @param inFlight how many messages it is working on
 * @param lastReceive when SQS last answered a request for messages, with or without one
 */
public record WorkerHealth(boolean live, boolean ready, int inFlight, Optional<Instant> lastReceive) {}
