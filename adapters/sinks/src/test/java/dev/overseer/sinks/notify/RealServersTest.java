package dev.overseer.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.runtime.incident.Outcome.Kind;
import dev.overseer.runtime.notice.Destination;
import dev.overseer.runtime.notice.Message;
import dev.overseer.runtime.notice.Message.Single;
import dev.overseer.runtime.notice.Notifier;
import dev.overseer.runtime.notice.UndeliveredException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Notices arrive where servers that know nothing of Overseer take them. */
@Tag("slow")
@Timeout(360)
class RealServersTest {
    private static final String NOTHING_PLANTED = "<script>alert(1)</script>\r\nBcc: everybody@example.com 😀";

    private final SdkHttpClient http = UrlConnectionHttpClient.create();

    @BeforeAll
    static void install() throws Exception {
        NpmServer.install();
    }

    @AfterEach
    void close() {
        System.clearProperty("aws.endpointUrlSns");
        System.clearProperty("aws.endpointUrlSes");
        http.close();
    }

    @Test
    void queuesThatSubscribedToATopicGetWhatTheirFiltersAskFor() throws Exception {
        try (NpmServer server = NpmServer.start("node", "sns.mjs");
                SnsClient sns = client(SnsClient.builder(), server);
                SqsClient sqs = client(SqsClient.builder(), server)) {
            System.setProperty("aws.endpointUrlSns", server.endpoint().toString());
            String topic = sns.createTopic(create -> create.name("alerts")).topicArn();
            String unresolved = subscribed("unresolved", sqs, sns, topic, "{\"outcome\": [\"FAILED\", \"HELD\"]}");
            String all = subscribed("all", sqs, sns, topic, "{}");

            try (Notifier notifier = notifier(new Destination.Sns(topic, "eu-west-1"))) {
                notifier.send(Notices.told("test1", Kind.REMEDIATED));
                notifier.send(Notices.told("test2", Kind.HELD));
                notifier.send(new Single(Notices.hostile(NOTHING_PLANTED)));
                // Its attributes are arrays, which this server's filters do not know.
                notifier.send(Notices.storm(1204));
            }

            assertThat(received(sqs, unresolved))
                    .extracting(
                            body -> body.path("outcome").asText(),
                            body -> body.at("/target/id").asText())
                    .containsExactlyInAnyOrder(tuple("HELD", "test2"), tuple("FAILED", NOTHING_PLANTED));
            assertThat(received(sqs, all))
                    .extracting(body -> body.path("schema").asText())
                    .containsExactlyInAnyOrder(
                            "overseer/outcome/1", "overseer/outcome/1", "overseer/outcome/1", "overseer/digest/1");
        }
    }

    @Test
    void aTopicThatIsNotThereIsNamed() throws Exception {
        String missing = "arn:aws:sns:eu-west-1:000000000000:missing";
        try (NpmServer server = NpmServer.start("node", "sns.mjs")) {
            System.setProperty("aws.endpointUrlSns", server.endpoint().toString());

            try (Notifier notifier = notifier(new Destination.Sns(missing, "eu-west-1"))) {
                assertThatExceptionOfType(UndeliveredException.class)
                        .isThrownBy(() -> notifier.send(Notices.remediated("test1")))
                        .withMessage("The topic %s does not exist. Make it, or correct its ARN in `notify`"
                                .formatted(missing));
            }
        }
    }

    @Test
    void mailIsSentAsTextAndHtml() throws Exception {
        Message planted = new Single(Notices.hostile(NOTHING_PLANTED));
        try (NpmServer server = NpmServer.start(
                "node", "node_modules/aws-ses-v2-local/dist/cli.js", "--host", "127.0.0.1", "--port", "0")) {
            System.setProperty("aws.endpointUrlSes", server.endpoint().toString());
            // Of the addresses this server knows only the first.
            try (Notifier notifier = notifier(new Destination.Ses(
                    "Overseer <overseer@example.com>", List.of("team@example.com"), Optional.of("eu-west-1")))) {
                notifier.send(planted);
            }

            JsonNode mail =
                    get(server.endpoint().resolve("/store")).path("emails").path(0);
            assertThat(mail.path("from").asText()).isEqualTo("Overseer <overseer@example.com>");
            assertThat(mail.at("/destination/to").valueStream().map(JsonNode::asText))
                    .containsExactly("team@example.com");
            assertThat(mail.at("/destination/bcc")).isEmpty();
            assertThat(mail.path("subject").asText())
                    .isEqualTo("Overseer: FAILED glue-dev-endpoint, AWS::Glue::DevEndpoint");
            assertThat(mail.at("/body/text").asText())
                    .isEqualTo(Letter.of(planted).plain());
            assertThat(mail.at("/body/html").asText())
                    .isEqualTo(Letter.of(planted).html());
        }
    }

    /** Makes a queue that subscribes to a topic, and returns its URL. */
    private static String subscribed(String name, SqsClient sqs, SnsClient sns, String topic, String filter) {
        String url = sqs.createQueue(create -> create.queueName(name)).queueUrl();
        String arn = sqs.getQueueAttributes(get -> get.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
        sns.subscribe(subscribe -> subscribe
                .topicArn(topic)
                .protocol("sqs")
                .endpoint(arn)
                .attributes(Map.of("FilterPolicy", filter, "RawMessageDelivery", "true")));
        return url;
    }

    private static List<JsonNode> received(SqsClient sqs, String url) {
        return sqs.receiveMessage(receive -> receive.queueUrl(url).maxNumberOfMessages(10)).messages().stream()
                .map(message -> Aws.json(message.body()))
                .toList();
    }

    private Notifier notifier(Destination destination) {
        return new Notifiers(http, Aws.CREDENTIALS).open(destination);
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder, NpmServer server) {
        return builder.region(Region.EU_WEST_1)
                .endpointOverride(server.endpoint())
                .credentialsProvider(Aws.CREDENTIALS)
                .httpClient(http)
                .build();
    }

    private static JsonNode get(URI uri) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return Aws.json(client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body());
        }
    }
}
