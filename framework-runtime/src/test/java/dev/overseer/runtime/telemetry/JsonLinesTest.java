package dev.overseer.runtime.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonLinesTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Logger log = logger();

    @Test
    void fillsTheMessageIn() {
        log.info("{} of {}", 3, "four");

        assertThat(line().path("message").asText()).isEqualTo("3 of four");
        assertThat(line().path("level").asText()).isEqualTo("INFO");
        assertThat(line().path("timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    }

    @Test
    void writesFieldsAsWhatTheyAre() {
        log.atInfo()
                .addKeyValue("looks", 3)
                .addKeyValue("news", true)
                .addKeyValue("principal", JsonNodeFactory.instance.objectNode().put("session", "ann"))
                .log("looked");

        assertThat(line().path("looks").asInt()).isEqualTo(3);
        assertThat(line().path("news").isBoolean()).isTrue();
        assertThat(line().at("/principal/session").asText()).isEqualTo("ann");
    }

    @Test
    void staysOneLineOfAsciiWhateverItQuotes() {
        String hostile = "a\"b\\c\nd\re\u001b[31m\u202Ef\u2028g\u0000{}é😀";
        log.atInfo()
                .setMessage("target {}")
                .addArgument(hostile)
                .addKeyValue("target", hostile)
                .setCause(new IllegalStateException(hostile))
                .log();

        String text = written.toString(UTF_8);
        assertThat(text.lines()).hasSize(1);
        assertThat(text.substring(0, text.length() - 1)).matches("[ -~]+");
        assertThat(line().path("target").asText()).isEqualTo(hostile);
        assertThat(line().path("exception").asText())
                .contains("IllegalStateException")
                .contains("JsonLinesTest");
    }

    private JsonNode line() {
        List<String> lines = written.toString(UTF_8).lines().toList();
        assertThat(lines).hasSize(1);
        try {
            return new JsonMapper().readTree(lines.getFirst());
        } catch (JsonProcessingException broken) {
            throw new AssertionError("not JSON: " + lines.getFirst(), broken);
        }
    }

    private Logger logger() {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        JsonLines encoder = new JsonLines();
        encoder.setContext(context);
        encoder.start();
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setOutputStream(written);
        appender.start();
        Logger logger = context.getLogger("test");
        logger.addAppender(appender);
        return logger;
    }
}
