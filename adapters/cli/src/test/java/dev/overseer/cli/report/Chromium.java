package dev.overseer.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A browser without a window, and one page in it, over the <a href="https://chromedevtools.github.io/devtools-protocol/">DevTools
 * protocol</a>. It has no network but what the test opens.
 */
final class Chromium implements AutoCloseable {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final String LISTENING = "DevTools listening on ";
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final JsonMapper json = new JsonMapper();
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final String session;
    private CompletableFuture<JsonNode> loaded = new CompletableFuture<>();

    /** Returns where a browser is; empty if there is none on the PATH. */
    static Optional<Path> find() {
        return NAMES.stream()
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts one with a profile of its own. */
    Chromium(Path program, Path profile) throws IOException {
        process = new ProcessBuilder(
                        program.toString(),
                        "--headless",
                        // There is none for root, which is who builds in containers
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--no-first-run",
                        "--user-data-dir=" + profile,
                        "--remote-debugging-port=0",
                        "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        CompletableFuture<URI> address = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> listen(address));
        socket = http.newWebSocketBuilder()
                .buildAsync(within(address), new Messages())
                .join();
        String target = call("", "Target.createTarget", Map.of("url", "about:blank"))
                .path("targetId")
                .asText();
        session = call("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .path("sessionId")
                .asText();
        Stream.of("Page", "Runtime", "Log", "Network").forEach(domain -> call(domain + ".enable", Map.of()));
    }

    /** Opens a page, and returns once it is loaded. */
    void open(Path page) {
        loaded = new CompletableFuture<>();
        call("Page.navigate", Map.of("url", page.toUri().toString()));
        within(loaded);
    }

    /** Runs a script in the page, and returns what it evaluates to. */
    JsonNode evaluate(String script) {
        JsonNode answer = call("Runtime.evaluate", Map.of("expression", script, "returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(script + ": " + answer.path("exceptionDetails"));
        }
        return answer.at("/result/value");
    }

    /** Makes the window as wide as a screen. */
    void width(int pixels) {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", pixels, "height", 900, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Asks for dark or light colours. */
    void colours(String scheme) {
        ObjectNode media = JsonNodeFactory.instance.objectNode();
        media.putArray("features")
                .addObject()
                .put("name", "prefers-color-scheme")
                .put("value", scheme);
        call("Emulation.setEmulatedMedia", media);
    }

    /** Returns what the console shows as an error: exceptions, and violations of the page's policy. */
    List<String> errors() {
        return Stream.of(
                        events("Runtime.exceptionThrown")
                                .map(event -> event.at("/exceptionDetails").toString()),
                        events("Log.entryAdded")
                                .filter(event ->
                                        event.at("/entry/level").asText().equals("error"))
                                .map(event -> event.at("/entry/text").asText()),
                        events("Runtime.consoleAPICalled").map(JsonNode::toString))
                .flatMap(all -> all)
                .toList();
    }

    /** Returns what the page asked for. */
    List<String> requests() {
        return events("Network.requestWillBeSent")
                .map(event -> event.at("/request/url").asText())
                .toList();
    }

    @Override
    public void close() {
        // It takes what it left in the temporary folder along, which it could not if it were killed
        call("", "Browser.close", Map.of());
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        process.onExit()
                .completeOnTimeout(process, PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(one -> one.onExit().join());
        socket.abort();
        http.shutdownNow();
    }

    private Stream<JsonNode> events(String method) {
        return events.stream()
                .filter(event -> event.path("method").asText().equals(method))
                .map(event -> event.path("params"));
    }

    private JsonNode call(String method, Object parameters) {
        return call(session, method, parameters);
    }

    private JsonNode call(String ofSession, String method, Object parameters) {
        int number = numbers.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(number, answer);
        ObjectNode message =
                JsonNodeFactory.instance.objectNode().put("id", number).put("method", method);
        message.set("params", json.valueToTree(parameters));
        if (!ofSession.isEmpty()) {
            message.put("sessionId", ofSession);
        }
        socket.sendText(message.toString(), true).join();
        JsonNode answered = within(answer);
        if (answered.has("error")) {
            throw new AssertionError(method + ": " + answered.path("error"));
        }
        return answered.path("result");
    }

    private void listen(CompletableFuture<URI> address) {
        try (BufferedReader lines = process.errorReader()) {
            lines.lines()
                    .filter(line -> line.startsWith(LISTENING))
                    .forEach(line -> address.complete(URI.create(line.substring(LISTENING.length()))));
        } catch (IOException | UncheckedIOException ended) {
            address.completeExceptionally(ended);
        }
        address.completeExceptionally(new IOException("the browser ended"));
    }

    private static <T> T within(CompletableFuture<T> future) {
        return future.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    private final class Messages implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                accept(text.toString());
                text.setLength(0);
            }
            return WebSocket.Listener.super.onText(from, data, last);
        }

        private void accept(String message) {
            try {
                JsonNode document = json.readTree(message);
                Optional.ofNullable(answers.remove(document.path("id").asInt()))
                        .ifPresentOrElse(answer -> answer.complete(document), () -> events.add(document));
                if (document.path("method").asText().equals("Page.loadEventFired")) {
                    loaded.complete(document);
                }
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }
}
