package dev.overseer.runtime.event;

import static dev.overseer.runtime.event.Samples.CREATED;
import static dev.overseer.runtime.event.Samples.LISTED;
import static dev.overseer.runtime.event.Samples.enveloped;
import static dev.overseer.runtime.event.Samples.gzipped;
import static dev.overseer.runtime.event.Samples.inArray;
import static dev.overseer.runtime.event.Samples.inIncident;
import static dev.overseer.runtime.event.Samples.inLogFile;
import static dev.overseer.runtime.event.Samples.inLookupEvents;
import static dev.overseer.runtime.event.Samples.inSns;
import static dev.overseer.runtime.event.Samples.inSnsBatch;
import static dev.overseer.runtime.event.Samples.inSqsBatch;
import static dev.overseer.runtime.event.Samples.read;
import static dev.overseer.runtime.event.Samples.said;
import static dev.overseer.runtime.event.Samples.tree;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.common.primitives.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderFormsTest {
    private static final List<String> ONE = List.of("routed test1");
    private static final List<String> BOTH = List.of("routed test1", "NO_CONTROL ListBuckets");

    static Stream<Arguments> forms() {
        return Stream.of(
                Arguments.of("an EventBridge event", enveloped(CREATED), ONE),
                Arguments.of("a record", CREATED, ONE),
                Arguments.of("a log file", inLogFile(CREATED, LISTED), BOTH),
                Arguments.of("a log file that is not Lambda's", "{\"x\":[{}],\"Records\":[" + CREATED + "]}", ONE),
                Arguments.of("an array", inArray(enveloped(CREATED), LISTED), BOTH),
                Arguments.of("an array of a log file", inArray(inLogFile(CREATED), LISTED), BOTH),
                Arguments.of("JSON lines", enveloped(CREATED) + "\n" + LISTED + "\n", BOTH),
                Arguments.of("JSON lines of Windows", "\r\n" + CREATED + "\r\n\r\n" + LISTED, BOTH),
                Arguments.of("JSON lines that hold several", inLogFile(CREATED) + "\n[" + LISTED + "]", BOTH),
                Arguments.of("documents in a row", tree(CREATED).toPrettyString() + LISTED, BOTH),
                Arguments.of("an SNS message", inSns(enveloped(CREATED)), ONE),
                Arguments.of("an SNS message of a log file", inSns(inLogFile(CREATED, LISTED)), BOTH),
                Arguments.of("an SQS batch", inSqsBatch(enveloped(CREATED), LISTED), BOTH),
                Arguments.of(
                        "an SQS batch of SNS messages", inSqsBatch(inSns(enveloped(CREATED)), inSns(LISTED)), BOTH),
                Arguments.of("an SNS batch", inSnsBatch(enveloped(CREATED)), ONE),
                Arguments.of("an answer of LookupEvents", inLookupEvents(CREATED, LISTED), BOTH),
                Arguments.of("an incident", inIncident(enveloped(CREATED)), List.of("resumed CreateDevEndpoint")),
                Arguments.of("an incident of a record", inIncident(CREATED), List.of("resumed CreateDevEndpoint")),
                Arguments.of(
                        "an incident in SQS", inSqsBatch(inIncident(CREATED)), List.of("resumed CreateDevEndpoint")),
                Arguments.of("an incident of a sweep", inIncident("null"), List.of("resumed a sweep")),
                Arguments.of("nothing in an array", "[]", List.of()),
                Arguments.of("nothing in a log file", inLogFile(), List.of()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void readsEveryForm(String form, String input, List<String> expected) throws IOException {
        assertThat(said(read(input))).isEqualTo(expected);
        assertThat(said(read(gzipped(input)))).isEqualTo(expected);
        assertThat(said(read("\ufeff" + input))).isEqualTo(expected);
        assertThat(said(streamed(new ByteArrayInputStream(input.getBytes(UTF_8)))))
                .isEqualTo(expected);
        assertThat(said(streamed(new OneByteAtATime(gzipped(input))))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void readsEveryFormAlsoWithOtherWhiteSpace(String form, String input, List<String> expected) {
        assumeThat(form).doesNotContain("lines", "in a row");
        String pretty = tree(input).toPrettyString();

        assertThat(said(read("\n\t " + pretty + " \n"))).isEqualTo(expected);
        assertThat(said(read(pretty.replace("\n", "\r\n\t")))).isEqualTo(expected);
    }

    @Test
    void readsAllMembersOfAGzipFile() throws IOException {
        byte[] members = Bytes.concat(gzipped("[" + CREATED + ","), gzipped(LISTED + "]"));

        assertThat(said(read(members))).isEqualTo(BOTH);
        assertThat(said(streamed(new OneByteAtATime(members)))).isEqualTo(BOTH);
    }

    @Test
    void deliversWhatComesBeforeTheEndOfATruncatedGzipFile() {
        byte[] whole = gzipped(inArray(CREATED, LISTED) + " ".repeat(10));

        assertThat(said(read(Arrays.copyOf(whole, whole.length - 9))))
                .hasSizeGreaterThan(0)
                .last()
                .asString()
                .endsWith("the gzip data is damaged or ends too early");
        assertThat(said(read(Arrays.copyOf(whole, 5))))
                .containsExactly("line 1, column 1: the gzip data has no sound header");
    }

    @Test
    void readsAFileLineByLineIfItsNameSaysSo(@TempDir Path folder) throws IOException {
        String broken = "{\"a\":\n" + CREATED + "\n";

        assertThat(said(ofFile(Files.write(folder.resolve("a.jsonl"), broken.getBytes(UTF_8)))))
                .hasSize(2)
                .contains("routed test1");
        assertThat(said(ofFile(Files.write(folder.resolve("a.NDJSON.gz"), gzipped(broken)))))
                .containsExactly(
                        "line 1, column 6: this is not JSON: the line ends where a value is expected", "routed test1");
        assertThat(said(ofFile(Files.write(folder.resolve("a.json"), broken.getBytes(UTF_8)))))
                .containsExactly("line 3, column 1: this is not JSON: it ends where `,` or `}` is expected");
    }

    @Test
    void saysOfAFileThatItCannotBeRead(@TempDir Path folder) {
        assertThat(said(ofFile(folder.resolve("missing.json"))))
                .containsExactly("line 1, column 1: there is no such file");
        assertThat(said(ofFile(folder))).singleElement().asString().contains("the file cannot be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n\t\r\n ", "\ufeff"})
    void saysOfAnEmptyInputThatItIs(String input) {
        assertThat(said(read(input))).singleElement().asString().endsWith("the input is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "17", "\"text\"", "true", "[[null]]", "{}", "{\"a\":1}", "{\"Message\":\"hello\"}"})
    void saysOfOtherJsonThatItIsNoEvent(String input) {
        assertThat(said(read(input)))
                .singleElement()
                .asString()
                .containsAnyOf("not an event", "this is neither a CloudTrail");
    }

    @Test
    void saysOfAnEventThatIsNotOfCloudTrailWhatIsMissing() {
        assertThat(
                        said(
                                read(
                                        "{\"source\":\"aws.ec2\",\"detail-type\":\"EC2 Instance State-change Notification\",\"detail\":{}}")))
                .singleElement()
                .asString()
                .contains("no CloudTrail record: its detail has no eventSource");
        assertThat(said(read(enveloped("\"text\""))))
                .containsExactly("line 1, column 1: detail is text, not an object");
    }

    @Test
    void saysThatUtf16IsNotRead() {
        assertThat(said(read(Bytes.concat(new byte[] {(byte) 0xff, (byte) 0xfe}, CREATED.getBytes(UTF_16LE)))))
                .containsExactly("line 1, column 1: this is UTF-16, but only UTF-8 is read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"overseer/incident/2", "overseer/outcome/1", "overseer/"})
    void refusesOtherSchemasOfItsOwn(String schema) {
        assertThat(said(read("{\"schema\":\"%s\",\"event\":%s}".formatted(schema, CREATED))))
                .singleElement()
                .asString()
                .contains(schema)
                .contains("overseer/incident/1");
    }

    @Test
    void refusesAnIncidentWhoseEventCouldNotHaveOpenedIt() {
        String failed = Samples.createdWith("errorCode", "\"AccessDenied\"");
        String forged = enveloped(CREATED).replace("aws.glue", "my.app");

        assertThat(said(read(inArray(
                        inIncident(failed),
                        inIncident(forged),
                        inIncident("[" + CREATED + "]"),
                        inIncident("{}"),
                        CREATED))))
                .satisfiesExactly(
                        said -> assertThat(said).contains("a failed call opens no incident"),
                        said -> assertThat(said).contains("source is \"my.app\", which anybody can send"),
                        said -> assertThat(said).contains("the incident's event is not an event"),
                        said -> assertThat(said).contains("this is neither a CloudTrail record"),
                        said -> assertThat(said).isEqualTo("routed test1"));
    }

    @Test
    void keepsTheWholeDocumentOfAnIncident() {
        Reading reading = read(inIncident(CREATED)).getFirst();

        assertThat(reading).isInstanceOfSatisfying(Reading.Resumed.class, resumed -> {
            assertThat(resumed.document()).isEqualTo(tree(inIncident(CREATED)));
            assertThat(resumed.event().orElseThrow().record()).isEqualTo(tree(CREATED));
        });
    }

    @Test
    void saysWhereInTheWrappingsAnEventIsBroken() {
        assertThat(said(read(inSqsBatch(CREATED, "{\"a\":]"))))
                .containsExactly(
                        "routed test1",
                        "event 2 (line 1, column %d), in body: line 1, column 6: this is not JSON: `]` stands where a value is expected"
                                .formatted(inSqsBatch(CREATED).length()));
    }

    private static List<Reading> streamed(InputStream in) throws IOException {
        List<Reading> readings = new ArrayList<>();
        Samples.reader().read(in, "the test", readings::add);
        return readings;
    }

    private static List<Reading> ofFile(Path file) {
        List<Reading> readings = new ArrayList<>();
        Samples.reader().readFile(file, "the test", readings::add);
        return readings;
    }

    /** Behaves like a slow connection, which never says that more is available. */
    private static final class OneByteAtATime extends InputStream {
        private final byte[] bytes;
        private int next;

        OneByteAtATime(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            return next < bytes.length ? bytes[next++] & 0xff : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (next == bytes.length) {
                return -1;
            }
            buffer[offset] = bytes[next++];
            return 1;
        }
    }
}
