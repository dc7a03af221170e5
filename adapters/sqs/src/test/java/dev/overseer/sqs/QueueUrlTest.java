package dev.overseer.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

class QueueUrlTest {

    @ParameterizedTest
    @CsvSource({
        "https://sqs.eu-west-1.amazonaws.com/123456789012/overseer, arn:aws:sqs:eu-west-1:123456789012:overseer",
        "https://eu-west-1.queue.amazonaws.com/123456789012/overseer, arn:aws:sqs:eu-west-1:123456789012:overseer",
        "https://queue.amazonaws.com/123456789012/overseer, arn:aws:sqs:us-east-1:123456789012:overseer",
        "https://sqs.cn-north-1.amazonaws.com.cn/123456789012/overseer, arn:aws-cn:sqs:cn-north-1:123456789012:overseer",
        "https://sqs.us-gov-west-1.amazonaws.com/123456789012/q, arn:aws-us-gov:sqs:us-gov-west-1:123456789012:q",
        "https://vpce-1a-2b.sqs.eu-west-1.vpce.amazonaws.com/123456789012/q, arn:aws:sqs:eu-west-1:123456789012:q",
        "https://sqs.eu-west-1.api.aws/123456789012/q/, arn:aws:sqs:eu-west-1:123456789012:q"
    })
    void tellsWhereAQueueIs(String url, String arn) {
        assertThat(QueueUrl.parse(url).arn()).contains(arn);
    }

    @Test
    void takesItsOwnHostForTheServerWhereThatIsNotAws() {
        QueueUrl local = QueueUrl.parse("http://localhost:9324/000000000000/overseer");

        assertThat(local.region()).isEmpty();
        assertThat(local.arn()).isEmpty();
        assertThat(local.name()).isEqualTo("overseer");
    }

    @Test
    void makesAClientForTheRegionOfTheUrl() {
        QueueUrl url = QueueUrl.parse("https://sqs.eu-central-1.amazonaws.com/123456789012/overseer");

        try (SqsClient sqs = url.client(AnonymousCredentialsProvider.create())) {
            assertThat(sqs.serviceClientConfiguration().region()).isEqualTo(Region.EU_CENTRAL_1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "overseer",
                "arn:aws:sqs:eu-west-1:123456789012:overseer",
                "ftp://sqs.eu-west-1.amazonaws.com/123456789012/overseer",
                "https://user:secret@sqs.eu-west-1.amazonaws.com/123456789012/overseer",
                "https://sqs.eu-west-1.amazonaws.com/",
                "https://sqs.eu-west-1.amazonaws.com/123456789012/a b",
                "https://sqs.eu-west-1.amazonaws.com/123456789012/overseer.fifo"
            })
    void refusesWhatIsNoStandardQueue(String url) {
        assertThatExceptionOfType(QueueUnusableException.class)
                .isThrownBy(() -> QueueUrl.parse(url))
                .withMessageContaining("\"" + url + "\"")
                .withMessageContaining("aws sqs get-queue-url");
    }
}
