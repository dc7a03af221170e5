package dev.overseer.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import ch.qos.logback.core.spi.ContextAwareBase;
import dev.overseer.runtime.engine.Engine;
import dev.overseer.runtime.event.Printable;
import dev.overseer.runtime.telemetry.JsonLines;
import dev.overseer.runtime.telemetry.TransitionLog;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets logging up: warnings on stderr, one clean line a message. Found by Logback, which reads no file then. */
public final class CliLogging extends ContextAwareBase implements Configurator {

    /** For Logback. */
    public CliLogging() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
        stderr.setContext(context);
        stderr.setTarget(ConsoleTarget.SystemErr.getName());
        stderr.setEncoder(encoder(context));
        stderr.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(stderr);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Says from which level on the framework logs; the libraries stay at warnings. */
    static void setLevel(String level) {
        if (LoggerFactory.getLogger("dev.overseer") instanceof ch.qos.logback.classic.Logger ours) {
            ours.setLevel(Level.valueOf(level));
        }
    }

    /** Logs lines of JSON from now on, with one for each transition. */
    static void inJson() {
        if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof ch.qos.logback.classic.Logger root
                && root.iteratorForAppenders().next() instanceof ConsoleAppender<ILoggingEvent> stderr) {
            JsonLines encoder = new JsonLines();
            encoder.setContext(root.getLoggerContext());
            encoder.start();
            stderr.setEncoder(encoder);
            root.getLoggerContext().getLogger(TransitionLog.class).setLevel(Level.INFO);
            // Its line for each transition has no fields; ours has
            root.getLoggerContext().getLogger(Engine.class).setLevel(Level.WARN);
        }
    }

    private static LayoutWrappingEncoder<ILoggingEvent> encoder(LoggerContext context) {
        CleanLines layout = new CleanLines();
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        return encoder;
    }

    /** Escapes what messages quote from outside, exceptions included. */
    private static final class CleanLines extends LayoutBase<ILoggingEvent> {
        @Override
        public String doLayout(ILoggingEvent event) {
            StringBuilder lines = new StringBuilder()
                    .append(Instant.ofEpochMilli(event.getTimeStamp()).truncatedTo(ChronoUnit.MILLIS))
                    .append(' ')
                    .append(event.getLevel())
                    .append("  ")
                    .append(Printable.line(event.getFormattedMessage()))
                    .append('\n');
            for (IThrowableProxy thrown = event.getThrowableProxy(); thrown != null; thrown = thrown.getCause()) {
                append(lines, thrown);
            }
            return lines.toString();
        }

        private static void append(StringBuilder lines, IThrowableProxy thrown) {
            lines.append("    ")
                    .append(Printable.line(thrown.getClassName() + ": " + thrown.getMessage()))
                    .append('\n');
            for (StackTraceElementProxy frame : thrown.getStackTraceElementProxyArray()) {
                lines.append("        ").append(frame).append('\n');
            }
        }
    }
}
