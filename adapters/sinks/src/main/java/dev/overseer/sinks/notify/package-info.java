/** Destinations of notices: SNS topics, mail through SES, and event buses of EventBridge. */
@NullMarked
package dev.overseer.sinks.notify;

import org.jspecify.annotations.NullMarked;
