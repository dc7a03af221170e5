package dev.overseer.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Carries the SDK's requests to a {@link FakeAws} on the caller's thread. Has nothing to close. */
final class InMemoryHttp implements SdkHttpClient {
    private final FakeAws aws;
    private final TypedCalls typed;

    InMemoryHttp(FakeAws aws, TypedCalls typed) {
        this.aws = aws;
        this.typed = typed;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                AwsRequest sent = awsRequest(request);
                return response(aws.answer(sent, typed.arrived(sent.header(TypedCalls.HEADER))));
            }

            @Override
            public void abort() {}
        };
    }

    @Override
    public String clientName() {
        return "InMemory";
    }

    @Override
    public void close() {}

    private static AwsRequest awsRequest(HttpExecuteRequest request) throws IOException {
        SdkHttpRequest http = request.httpRequest();
        Map<String, String> query = new HashMap<>();
        http.forEachRawQueryParameter((name, values) -> query.put(name, first(values)));
        Map<String, String> headers = new HashMap<>();
        http.forEachHeader((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
        return new AwsRequest(http.method().name(), http.host(), http.encodedPath(), query, headers, body(request));
    }

    /** Returns the first value; the empty string for a parameter that has none, such as {@code ?policy}. */
    private static String first(List<String> values) {
        return values.isEmpty() || values.getFirst() == null ? "" : values.getFirst();
    }

    private static String body(HttpExecuteRequest request) throws IOException {
        if (request.contentStreamProvider().isEmpty()) {
            return "";
        }
        try (InputStream body = request.contentStreamProvider().get().newStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static HttpExecuteResponse response(Answer.Content content) {
        byte[] body = content.body().getBytes(StandardCharsets.UTF_8);
        SdkHttpFullResponse.Builder http = SdkHttpResponse.builder()
                .statusCode(content.status())
                .putHeader("Content-Length", Integer.toString(body.length));
        content.headers().forEach(http::putHeader);
        HttpExecuteResponse.Builder response = HttpExecuteResponse.builder().response(http.build());
        if (body.length > 0) {
            response.responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)));
        }
        return response.build();
    }
}
