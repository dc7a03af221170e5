package dev.overseer.runtime.notice;

import java.util.List;
import java.util.Optional;

/** Where notices go, as the operator configured it. Equal destinations are the same one. */
public sealed interface Destination {

    /** Returns how an operator knows it, in one line, such as {@code sns arn:aws:sns:eu-west-1:123456789012:alerts}. */
    String text();

    /**
     * An SNS topic.
     *
     * @param arn the topic's; ends with {@code .fifo} if it keeps an order
     * @param region the region in the ARN
     */
    record Sns(String arn, String region) implements Destination {
        @Override
        public String text() {
            return "sns " + arn;
        }
    }

    /**
     * People, by mail through SES.
     *
     * @param from the sender, whose address SES must have verified: {@code overseer@example.com}, or {@code Overseer
     *     <overseer@example.com>}
     * @param to at least one address
     * @param region of SES; empty for the host's own
     */
    record Ses(String from, List<String> to, Optional<String> region) implements Destination {
        public Ses {
            to = List.copyOf(to);
        }

        @Override
        public String text() {
            return "ses %s%s".formatted(String.join(", ", to), inRegion(region));
        }

        /** Returns the sender's address, without a name. */
        public String address() {
            int start = from.indexOf('<');
            return start < 0 ? from : from.substring(start + 1, from.indexOf('>', start));
        }
    }

    /**
     * An event bus of EventBridge.
     *
     * @param bus its ARN or, in the host's own account, its name
     * @param region the region in the ARN; empty for the host's own
     */
    record EventBridge(String bus, Optional<String> region) implements Destination {
        @Override
        public String text() {
            return "eventbridge " + bus;
        }
    }

    private static String inRegion(Optional<String> region) {
        return region.map(name -> " (" + name + ")").orElse("");
    }
}
