package dev.overseer.runtime.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScannerTest {
    private static final String ALPHABET = "{}[]:,\"\\ \n\t0123456789-+.eEtrufalsn/bx\u0001é";
    private static final List<String> SEEDS = List.of(
            "{\"a\":[1,-0.5e+10,true,false,null,{}],\"b\\u00e9\\n\":\"x\\\\\\\"\",\"c\":{\"d\":[[],[{}]]}}",
            "[\"a long text without anything special in it, é and 漢字 too\",0,10,-1,1E5]",
            " [ { \"key\" : \"value\" } , \"\\ud83d\\ude00\\/\\b\\f\\r\\t\" ] ");

    @Test
    void acceptsAndRefusesWhatJacksonDoes() throws IOException {
        Random random = new Random(7);
        int accepted = 0;
        for (int round = 0; round < 30_000; round++) {
            byte[] input = mutated(SEEDS.get(round % SEEDS.size()), random).getBytes(UTF_8);
            boolean expected = jacksonAccepts(input);

            assertThat(accepts(new JsonScanner(input)))
                    .as(new String(input, UTF_8))
                    .isEqualTo(expected);
            assertThat(accepts(new JsonScanner(new ByteArrayInputStream(input))))
                    .isEqualTo(expected);
            accepted += expected ? 1 : 0;
        }
        assertThat(accepted)
                .as("inputs that are JSON, so that the test tells both apart")
                .isBetween(3_000, 27_000);
    }

    @Test
    void findsTheEndOfTextWhereverItLies() throws Exception {
        for (int length = 0; length < 40; length++) {
            for (String special : List.of("", "\\\"", "é", "\\u0041")) {
                String json = "\"%s%s%s\"".formatted("a".repeat(length), special, "b".repeat(length % 9));
                JsonScanner scanner = new JsonScanner((json + ",").getBytes(UTF_8));
                scanner.retain();

                scanner.skip();

                assertThat(scanner.offset()).isEqualTo(json.getBytes(UTF_8).length);
                assertThat(scanner.retainedText(0, scanner.offset()))
                        .isEqualTo(Samples.tree(json).textValue());
            }
        }
    }

    @Test
    void readsATextOfAGigabyteThroughASmallWindow() throws Exception {
        JsonScanner scanner = new JsonScanner(repeating("[\"", "x".repeat(1 << 16), 1 << 14, "\"]"));
        scanner.retain();

        scanner.skip();

        assertThat(scanner.peek()).isEqualTo(JsonScanner.END);
        assertThat(scanner.overflowed()).isTrue();
        assertThat(scanner.offset()).isEqualTo((1L << 30) + 4);
        assertThat(scanner.windowSize()).isLessThanOrEqualTo(4 * JsonScanner.MOST_RETAINED);
    }

    @Test
    void keepsTheWindowSmallWhereNothingLargeIsRetained() throws Exception {
        JsonScanner scanner = new JsonScanner(repeating("[0", ",{\"a\":\"" + "x".repeat(1000) + "\"}", 20_000, "]"));
        scanner.peek();
        scanner.enter();
        while (scanner.more()) {
            scanner.retain();
            scanner.skip();
            scanner.release();
        }

        assertThat(scanner.offset()).isGreaterThan(20_000_000);
        assertThat(scanner.windowSize()).isEqualTo(1 << 16);
    }

    @Test
    void refusesBottomlessNesting() {
        JsonScanner scanner = new JsonScanner(repeating("", "[".repeat(1 << 16), 1 << 10, ""));

        assertThatThrownBy(scanner::skip)
                .isInstanceOf(JsonSyntaxException.class)
                .hasMessage("it is nested deeper than 1,048,576 levels");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1}\n{\"b\":2}",
                "\n\n{\"a\":\"b\"}  \r\n\n\t{",
                "{\"broken\n{\"a\":1}",
                "oops\n{}",
                "[1]\n[2]",
                "[{}]\n{}"
            })
    void recognizesJsonLines(String input) throws IOException {
        assertThat(new JsonScanner(input.getBytes(UTF_8)).looksLikeLines()).isTrue();
        assertThat(new JsonScanner(new ByteArrayInputStream(input.getBytes(UTF_8))).looksLikeLines())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "{}",
                "{}\n",
                "{\n{",
                "{\"a\":\n{}}",
                "[\n{}]",
                "[{},\n{}]",
                "{\"a\":1}\n,",
                "{\"Records\":[\n{}]}"
            })
    void recognizesADocument(String input) throws IOException {
        assertThat(new JsonScanner(input.getBytes(UTF_8)).looksLikeLines()).isFalse();
    }

    @Test
    void knowsEveryKeyAndNoOther() {
        for (Key key : Key.values()) {
            byte[] text = ("\"" + key.text() + "\"").getBytes(UTF_8);

            assertThat(Key.of(text, 1, text.length - 1)).isEqualTo(key);
        }
        byte[] other = "eventNamf".getBytes(UTF_8);
        assertThat(Key.of(other, 0, other.length)).isEqualTo(Key.OTHER);
    }

    private static boolean accepts(JsonScanner scanner) throws IOException {
        try {
            while (scanner.peek() != JsonScanner.END) {
                scanner.skip();
            }
            return true;
        } catch (JsonSyntaxException refused) {
            return false;
        }
    }

    private static boolean jacksonAccepts(byte[] input) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(input)) {
            while (parser.nextToken() != null) {
                // to the end
            }
            return true;
        } catch (com.fasterxml.jackson.core.JsonProcessingException refused) {
            return false;
        }
    }

    /** Keeps the outermost brackets: between values outside of any, Jackson wants white space. */
    private static String mutated(String seed, Random random) {
        StringBuilder text = new StringBuilder(seed);
        for (int changes = random.nextInt(3); changes > 0 && text.length() > 1; changes--) {
            int at = random.nextInt(text.length() - 1);
            char other = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            switch (random.nextInt(4)) {
                case 0 -> text.insert(at, other);
                case 1 -> text.delete(at, Math.min(at + 1, text.length() - 1));
                case 2 -> text.setCharAt(at, other);
                default -> text.setLength(at + 1);
            }
        }
        return "[" + text + "]";
    }

    private static InputStream repeating(String first, String middle, int times, String last) {
        Iterator<String> parts = Stream.of(List.of(first), Collections.nCopies(times, middle), List.of(last))
                .flatMap(List::stream)
                .filter(part -> !part.isEmpty())
                .iterator();
        return new Pieces(parts);
    }

    /** A stream that is made while it is read. */
    static final class Pieces extends InputStream {
        private final Iterator<String> parts;
        private InputStream current = InputStream.nullInputStream();

        Pieces(Iterator<String> parts) {
            this.parts = parts;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("Only whole buffers are read");
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = current.read(buffer, offset, length);
            while (read < 0 && parts.hasNext()) {
                current = new ByteArrayInputStream(parts.next().getBytes(UTF_8));
                read = current.read(buffer, offset, length);
            }
            return read;
        }
    }
}
