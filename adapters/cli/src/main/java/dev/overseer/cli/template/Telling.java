package dev.overseer.cli.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.runtime.notice.Destination;
import dev.overseer.runtime.notice.Destination.EventBridge;
import dev.overseer.runtime.notice.Destination.Ses;
import dev.overseer.runtime.notice.Destination.Sns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the function's role needs to tell destinations of incidents: each by its ARN, and nothing where nobody is told. */
final class Telling {
    private Telling() {}

    /** Returns the statements, one for each service. */
    static List<ObjectNode> statements(List<Destination> told) {
        List<ObjectNode> statements = new ArrayList<>();
        List<Sns> topics = only(Sns.class, told);
        if (!topics.isEmpty()) {
            statements.add(statement(
                    "TellTopics",
                    "sns:Publish",
                    topics.stream().map(topic -> Fn.text(topic.arn())).toList()));
        }
        List<Ses> mails = only(Ses.class, told);
        if (!mails.isEmpty()) {
            ObjectNode statement = statement(
                    "TellByMail",
                    "ses:SendEmail",
                    mails.stream().flatMap(Telling::identities).distinct().toList());
            statement
                    .putObject("Condition")
                    .putObject("StringEquals")
                    .set(
                            "ses:FromAddress",
                            Fn.array(mails.stream()
                                    .map(mail -> mail.address().replace("$", "${$}"))
                                    .distinct()
                                    .map(Fn::text)
                                    .toList()));
            statements.add(statement);
        }
        List<EventBridge> buses = only(EventBridge.class, told);
        if (!buses.isEmpty()) {
            statements.add(statement(
                    "TellEventBuses",
                    "events:PutEvents",
                    buses.stream().map(Telling::arn).toList()));
        }
        return statements;
    }

    /** Returns about how many characters the statements add to a policy; rather more than fewer. */
    static int length(List<Destination> told) {
        return statements(told).stream()
                .mapToInt(statement -> statement.toString().length())
                .sum();
    }

    /**
     * The address and its domain: SES asks for whichever of the two is verified
     * (<a href="https://docs.aws.amazon.com/ses/latest/dg/control-user-access.html">controlling access</a>).
     */
    private static Stream<ObjectNode> identities(Ses mail) {
        String address = mail.address();
        return Stream.of(address, address.substring(address.lastIndexOf('@') + 1))
                .map(identity -> Fn.sub("arn:${AWS::Partition}:ses:%s:${AWS::AccountId}:identity/%s"
                        .formatted(region(mail.region()), literal(identity))));
    }

    private static JsonNode arn(EventBridge bus) {
        return bus.bus().startsWith("arn:")
                ? Fn.text(bus.bus())
                : Fn.sub("arn:${AWS::Partition}:events:%s:${AWS::AccountId}:event-bus/%s"
                        .formatted(region(bus.region()), bus.bus()));
    }

    private static String region(Optional<String> named) {
        return named.orElse("${AWS::Region}");
    }

    /** Addresses may have characters that mean something else to IAM, and then to CloudFormation. */
    private static String literal(String address) {
        return address.replaceAll("[*?$]", "\\${!$0}");
    }

    private static <D extends Destination> List<D> only(Class<D> type, List<Destination> told) {
        return told.stream().filter(type::isInstance).map(type::cast).distinct().toList();
    }

    private static ObjectNode statement(String sid, String action, List<? extends JsonNode> resources) {
        ObjectNode statement =
                Fn.object().put("Sid", sid).put("Effect", "Allow").put("Action", action);
        ArrayNode distinct = Fn.array(resources.stream().distinct().toList());
        statement.set("Resource", distinct);
        return statement;
    }
}
