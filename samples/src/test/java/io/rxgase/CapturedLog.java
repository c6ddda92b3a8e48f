package io.rxgase;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/**
 * What the libraries write to the log while this is open, from warnings up, instead of the console.
 *
 * <pre>{@code
 * try (CapturedLog log = CapturedLog.open()) {
 *     …
 *     assertThat(log.lines()).containsExactly(…);
 * }
 * }</pre>
 */
final class CapturedLog implements AutoCloseable {
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.rxgase");
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<String> causes = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
                lines.add(event.getFormattedMessage());
                IThrowableProxy cause = event.getThrowableProxy();
                if (cause != null && cause.getStackTraceElementProxyArray().length > 0) {
                    causes.add(cause.getClassName() + ": " + cause.getMessage());
                }
            }
        }
    };

    private final Level level = logger.getLevel();

    private CapturedLog() {
        appender.setContext(logger.getLoggerContext());
        appender.start();
        logger.setLevel(Level.WARN);
        logger.setAdditive(false);
        logger.addAppender(appender);
    }

    static CapturedLog open() {
        return new CapturedLog();
    }

    /** Warnings and errors so far, without their stack traces. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    /** What was logged with its stack trace: class and message of each. */
    List<String> causes() {
        return List.copyOf(causes);
    }

    /** Those of them that contain a text. */
    List<String> lines(String text) {
        return lines.stream().filter(line -> line.contains(text)).toList();
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        logger.setAdditive(true);
        logger.setLevel(level);
        appender.stop();
    }
}
