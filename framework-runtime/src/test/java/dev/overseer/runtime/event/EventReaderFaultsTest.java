package dev.overseer.runtime.event;

import static dev.overseer.runtime.event.Samples.CREATED;
import static dev.overseer.runtime.event.Samples.LISTED;
import static dev.overseer.runtime.event.Samples.createdWith;
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
import static dev.overseer.runtime.event.Samples.reader;
import static dev.overseer.runtime.event.Samples.said;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderFaultsTest {

    @Test
    void readsAThousandEventsOfWhichOneIsBroken() {
        List<String> events = new ArrayList<>(Collections.nCopies(1000, CREATED));
        events.set(512, createdWith("eventTime", "7"));

        List<String> said = said(read("[" + String.join(",", events) + "]"));

        assertThat(said).hasSize(1000);
        assertThat(said).filteredOn("routed test1"::equals).hasSize(999);
        assertThat(said.get(512))
                .isEqualTo("event 513 (line 1, column %d): eventTime is a number, not text"
                        .formatted(2 + 512 * (CREATED.length() + 1)));
    }

    @Test
    void endsTheFileAtASyntaxErrorAndDeliversWhatCameBefore() {
        assertThat(said(read(inLogFile(LISTED, CREATED, "oops", CREATED))))
                .containsExactly(
                        "NO_CONTROL ListBuckets",
                        "routed test1",
                        "event 3 (line 1, column %d): this is not JSON: `o` stands where a value is expected"
                                .formatted(inLogFile(LISTED, CREATED).length()));
    }

    @Test
    void endsOnlyTheLineAtASyntaxErrorInJsonLines() {
        assertThat(said(read(
                        String.join("\n", CREATED, CREATED.substring(0, 100), "", LISTED + "}", "\u0007", CREATED))))
                .containsExactly(
                        "routed test1",
                        "line 2, column 101: this is not JSON: the line ends where `,` or `}` is expected",
                        "NO_CONTROL ListBuckets",
                        "line 4, column %d: this is not JSON: `}` stands where a value is expected"
                                .formatted(LISTED.length() + 1),
                        "line 5, column 1: this is not JSON: byte 0x07 stands where a value is expected",
                        "routed test1");
    }

    @Test
    void readsOnWhereTheFirstOfTheLinesIsBroken() {
        assertThat(said(read(CREATED.substring(0, 60) + "\n" + CREATED)))
                .hasSize(2)
                .last()
                .isEqualTo("routed test1");
        assertThat(said(read("this is a log\n" + CREATED))).hasSize(2).last().isEqualTo("routed test1");
    }

    @Test
    void saysWhereATruncatedDocumentEnds() {
        String whole = inArray(CREATED, LISTED);

        assertThat(said(read(whole.substring(0, whole.length() - 1))))
                .containsExactly(
                        "routed test1",
                        "NO_CONTROL ListBuckets",
                        "event 2 (line 2, column %d): this is not JSON: it ends where `,` or `]` is expected"
                                .formatted(LISTED.length() + 2));
    }

    @Test
    void refusesAnEventOfMoreThanAMebibyteAndReadsOn() throws IOException {
        String large = createdWith("requestParameters", "{\"endpointName\":\"%s\"}".formatted("x".repeat(10 << 20)));
        String input = inArray(CREATED, large, enveloped(large), inSns(CREATED), CREATED);
        List<String> expected = List.of(
                "routed test1",
                "event 2 (line 2, column 2): the event is larger than 1 MiB",
                "event 3 (line 3, column 2): the event is larger than 1 MiB",
                "routed test1",
                "routed test1");

        assertThat(said(read(input))).isEqualTo(expected);
        assertThat(said(read(gzipped(input)))).isEqualTo(expected);
        assertThat(said(read(large + "\n" + CREATED)))
                .containsExactly("line 1, column 1: the event is larger than 1 MiB", "routed test1");
    }

    @Test
    void takesAnEventOfExactlyAMebibyte() {
        String filled = createdWith("filler", "\"\"");
        String largest = createdWith("filler", "\"%s\"".formatted("x".repeat((1 << 20) - filled.length())));

        assertThat(largest).hasSize(1 << 20);
        assertThat(said(read(largest))).containsExactly("routed test1");
        assertThat(said(read(inIncident(enveloped(largest.replace("xxx", "é"))))))
                .containsExactly("resumed CreateDevEndpoint");
        assertThat(said(read(" " + largest.replaceFirst("xx", "xxx"))))
                .containsExactly("line 1, column 2: the event is larger than 1 MiB");
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 1000, 100_000})
    void refusesDeepNestingAndReadsOn(int levels) throws IOException {
        String deep = createdWith("requestParameters", "null")
                .replace(
                        "\"requestParameters\":null",
                        "\"requestParameters\":" + nested("{\"a\":", levels - 1, "1", "}"));
        String unwanted = deep.replace("CreateDevEndpoint", "Other");
        String bare = nested("[", levels, "", "]");
        String input = inArray(deep, enveloped(deep), unwanted, bare, nested("{\"x\":", levels, "1", "}"), CREATED);

        assertThat(said(read(input)))
                .hasSize(6)
                .endsWith("routed test1")
                .filteredOn(said -> said.endsWith("the event is nested deeper than 200 levels"))
                .hasSize(5);
        assertThat(said(read(gzipped(input)))).isEqualTo(said(read(input)));
    }

    @Test
    void takesTwoHundredLevels() {
        String deep = createdWith("requestParameters", "null")
                .replace("\"requestParameters\":null", "\"requestParameters\":" + nested("{\"a\":", 199, "1", "}"));

        assertThat(read(inArray(deep, enveloped(deep)))).hasSize(2).hasOnlyElementsOfType(Reading.Routed.class);
        assertThat(said(read(inIncident(enveloped(deep))))).containsExactly("resumed CreateDevEndpoint");
    }

    @Test
    void refusesUnclosedNesting() {
        assertThat(said(read("[".repeat(100_000))))
                .singleElement()
                .asString()
                .contains("it ends where a value is expected");
        assertThat(said(read("{\"a\":".repeat(100_000))))
                .singleElement()
                .asString()
                .contains("it ends where a value is expected");
    }

    @Test
    void refusesWhatIsWrappedOverAndOver() {
        String inBoxes = nested("[", 17, CREATED, "]");
        assertThat(said(read(inBoxes))).singleElement().asString().contains("this is wrapped more than 16 times");
        String inMessages = CREATED;
        for (int i = 0; i < 9; i++) {
            inMessages = inSqsBatch(inMessages);
        }
        assertThat(said(read(inMessages))).singleElement().asString().contains("this is wrapped more than 16 times");
        assertThat(said(read(nested("[", 16, CREATED, "]")))).containsExactly("routed test1");
    }

    @Test
    void refusesAWantedRecordThatNoTreeCouldBeBuiltOf() {
        String number = createdWith("x", "1").replace("\"x\":1", "\"x\":1" + "0".repeat(2000));
        byte[] latin = createdWith("userAgent", "\"é\"").getBytes(ISO_8859_1);

        assertThat(said(read(number))).singleElement().asString().contains("a number of more than 1,000 digits");
        assertThat(said(read(number.replace("CreateDevEndpoint", "Other")))).containsExactly("NO_CONTROL Other");
        assertThat(said(read(latin))).singleElement().asString().contains("the event is not UTF-8 text");
    }

    @Test
    void readsAFileOfAnySizeInBoundedMemory() throws IOException {
        int events = 120_000;
        InputStream file = new JsonScannerTest.Pieces(Stream.of(
                        Stream.of("{\"Records\":[" + CREATED),
                        IntStream.range(1, events).mapToObj(i -> "," + (i % 1000 == 0 ? CREATED : LISTED)),
                        Stream.of("]}"))
                .flatMap(parts -> parts)
                .iterator());
        int[] counts = new int[2];

        reader().read(file, "the test", reading -> counts[reading instanceof Reading.Routed ? 0 : 1]++);

        assertThat(counts).containsExactly(120, events - 120);
    }

    @Test
    void letsThroughWhatTheConsumerThrows() {
        IllegalStateException stop = new IllegalStateException("enough");

        assertThatThrownBy(() -> reader().read(CREATED.getBytes(UTF_8), "the test", reading -> {
                    throw stop;
                }))
                .isSameAs(stop);
    }

    @Test
    void letsThroughWhatTheStreamThrows() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };

        assertThatThrownBy(() -> reader().read(broken, "the test", reading -> {}))
                .isInstanceOf(IOException.class)
                .hasMessage("connection reset");
    }

    @Test
    void readsTheSameFromSeveralThreads() {
        EventReader shared = reader();
        byte[] input = inLogFile(CREATED, LISTED, CREATED).getBytes(UTF_8);

        List<Long> routed = IntStream.range(0, 2000)
                .parallel()
                .mapToObj(i -> {
                    List<Reading> readings = new ArrayList<>();
                    shared.read(input, "the test", readings::add);
                    return readings.stream()
                            .filter(Reading.Routed.class::isInstance)
                            .count();
                })
                .toList();

        assertThat(routed).hasSize(2000).containsOnly(2L);
    }

    @Test
    void makesReadingsOfWhateverItIsGiven() throws IOException {
        List<byte[]> inputs = Stream.of(
                        inLogFile(CREATED, LISTED),
                        inArray(enveloped(CREATED), LISTED),
                        CREATED + "\n" + enveloped(LISTED) + "\n",
                        inSqsBatch(inSns(enveloped(CREATED)), CREATED),
                        inSnsBatch(enveloped(CREATED)),
                        inLookupEvents(CREATED, LISTED),
                        inIncident(enveloped(CREATED)))
                .flatMap(input -> Stream.of(input.getBytes(UTF_8), gzipped(input)))
                .toList();
        Random random = new Random(11);
        EventReader reader = reader();
        for (int round = 0; round < 10_000; round++) {
            byte[] input = damaged(inputs.get(round % inputs.size()), random);
            List<Reading> readings = new ArrayList<>();

            reader.read(input, "the test", readings::add);
            List<Reading> streamed = new ArrayList<>();
            reader.read(new ByteArrayInputStream(input), "the test", streamed::add);

            assertThat(said(streamed)).isEqualTo(said(readings));
            for (Reading reading : readings) {
                if (reading instanceof Reading.Routed routed) {
                    assertThat(routed.event().record().isObject()).isTrue();
                }
            }
        }
    }

    private static byte[] damaged(byte[] whole, Random random) {
        byte[] input = random.nextBoolean() ? whole.clone() : Arrays.copyOf(whole, random.nextInt(whole.length + 1));
        for (int changes = random.nextInt(4); changes > 0 && input.length > 0; changes--) {
            int at = random.nextInt(input.length);
            input[at] = random.nextBoolean()
                    ? (byte) random.nextInt()
                    : (byte) "{}[]\",:\\0nt\n".charAt(random.nextInt(12));
        }
        return input;
    }

    private static String nested(String open, int levels, String inner, String close) {
        return open.repeat(levels) + inner + close.repeat(levels);
    }
}
