package dev.overseer.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.overseer.runtime.notice.Message;
import dev.overseer.runtime.notice.Message.Single;
import org.junit.jupiter.api.Test;

class SesMailTest {
    private final Aws aws = new Aws();

    @Test
    void sendsPlainTextAndHtmlToAllAtOnce() {
        Message message = Notices.remediated("test1");

        aws.notifier(Aws.SES).send(message);

        assertThat(aws.parameters())
                .contains(
                        entry("Action", "SendEmail"),
                        entry("Source", "Overseer <overseer@example.com>"),
                        entry("Destination.ToAddresses.member.1", "team@example.com"),
                        entry("Destination.ToAddresses.member.2", "ann@example.com"),
                        entry("Message.Subject.Data", "Overseer: REMEDIATED glue-dev-endpoint, AWS::Glue::DevEndpoint"),
                        entry("Message.Body.Text.Data", Letter.of(message).plain()),
                        entry("Message.Body.Text.Charset", "UTF-8"),
                        entry("Message.Body.Html.Data", Letter.of(message).html()));
    }

    @Test
    void aNameCannotAddAHeader() {
        aws.notifier(Aws.SES).send(new Single(Notices.hostile("test1\r\nBcc: everybody@example.com")));

        assertThat(aws.parameters())
                .containsEntry("Message.Subject.Data", "Overseer: FAILED glue-dev-endpoint, AWS::Glue::DevEndpoint")
                .containsEntry("Source", "Overseer <overseer@example.com>")
                .doesNotContainKey("Destination.BccAddresses.member.1");
        assertThat(aws.parameters().get("Message.Body.Text.Data"))
                .doesNotContain("\nBcc")
                .doesNotContain("\r");
    }
}
