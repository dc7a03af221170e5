package dev.overseer.cli;

import dev.overseer.testkit.Answer;
import dev.overseer.testkit.AwsCall;
import dev.overseer.testkit.Protocol;
import dev.overseer.testkit.SimulatedService;

/** An SNS that takes all that is published. */
record TopicSimulator() implements SimulatedService {
    @Override
    public String service() {
        return "sns";
    }

    @Override
    public Protocol protocol() {
        return Protocol.QUERY;
    }

    @Override
    public Answer handle(AwsCall call) {
        return Answer.xml("<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>");
    }
}
