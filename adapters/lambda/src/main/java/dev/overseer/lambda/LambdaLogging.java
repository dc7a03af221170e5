package dev.overseer.lambda;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import dev.overseer.runtime.telemetry.JsonLines;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets logging up: our own messages and the libraries' warnings, as lines of JSON on stdout. */
final class LambdaLogging {
    private LambdaLogging() {}

    /** Takes the place of whatever Logback was configured with. Without Logback, changes nothing. */
    static void install() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.reset();
            context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
            context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(stdout(context));
            context.getLogger("dev.overseer").setLevel(Level.INFO);
            // The engine's line for each transition has no fields; ours has
            context.getLogger("dev.overseer.runtime.engine.Engine").setLevel(Level.WARN);
        }
    }

    private static ConsoleAppender<ILoggingEvent> stdout(LoggerContext context) {
        JsonLines encoder = new JsonLines();
        encoder.setContext(context);
        encoder.start();
        ConsoleAppender<ILoggingEvent> stdout = new ConsoleAppender<>();
        stdout.setContext(context);
        stdout.setTarget(ConsoleTarget.SystemOut.getName());
        stdout.setEncoder(encoder);
        stdout.start();
        return stdout;
    }
}
