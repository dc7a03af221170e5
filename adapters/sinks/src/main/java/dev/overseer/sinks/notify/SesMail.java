package dev.overseer.sinks.notify;

import dev.overseer.runtime.notice.Destination;
import dev.overseer.runtime.notice.Message;
import java.util.List;
import software.amazon.awssdk.services.ses.SesClient;
import software.amazon.awssdk.services.ses.model.Content;
import software.amazon.awssdk.services.ses.model.SendEmailRequest;

/**
 * Sends mail through SES, as plain text and as HTML.
 *
 * <p>SES makes headers and encodings itself of what it is given
 * (<a href="https://docs.aws.amazon.com/ses/latest/APIReference/API_SendEmail.html">SendEmail</a>): no part of an event gets
 * near a header.
 */
final class SesMail implements AwsNotifier.Service {
    private final SesClient client;
    private final String from;
    private final List<String> to;

    private SesMail(SesClient client, String from, List<String> to) {
        this.client = client;
        this.from = from;
        this.to = to;
    }

    static SesMail open(Destination.Ses mail, Notifiers with) {
        return new SesMail(with.client(SesClient.builder(), mail.region()), mail.from(), mail.to());
    }

    @Override
    public void deliver(Message message) {
        Letter letter = Letter.of(message);
        client.sendEmail((SendEmailRequest.Builder send) -> send.source(from)
                .destination(addresses -> addresses.toAddresses(to))
                .message(mail -> mail.subject(content(Subject.of(message)))
                        .body(body -> body.text(content(letter.plain())).html(content(letter.html())))));
    }

    @Override
    public void close() {
        client.close();
    }

    private static Content content(String text) {
        return Content.builder().charset("UTF-8").data(text).build();
    }
}
