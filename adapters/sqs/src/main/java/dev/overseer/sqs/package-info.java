/** The worker on an SQS queue, and the queue in which incidents wait. */
@NullMarked
package dev.overseer.sqs;

import org.jspecify.annotations.NullMarked;
