package dev.overseer.testkit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The Parameter Store of AWS Systems Manager: one for all accounts and regions, with whatever is put into it. */
public final class SsmSimulator implements SimulatedService {
    private final Map<String, String> parameters = new ConcurrentHashMap<>();

    /** Starts without any parameter. */
    public SsmSimulator() {}

    /** Creates or replaces a parameter. */
    public SsmSimulator put(String name, String value) {
        parameters.put(name, value);
        return this;
    }

    @Override
    public String service() {
        return "ssm";
    }

    @Override
    public Protocol protocol() {
        return Protocol.JSON;
    }

    @Override
    public Answer handle(AwsCall call) {
        return call.operation().equals("GetParameter")
                ? parameter(call.json().path("Name").asText())
                : Answer.notSimulated(call);
    }

    @Override
    public String resource(AwsCall call) {
        return "arn:aws:ssm:%s:%s:parameter%s"
                .formatted(
                        call.region(), call.account(), call.json().path("Name").asText());
    }

    private Answer parameter(String name) {
        Optional<String> value = Optional.ofNullable(parameters.get(name));
        if (value.isEmpty()) {
            return Answer.error("ParameterNotFound", "");
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.putObject("Parameter").put("Name", name).put("Type", "String").put("Value", value.get());
        return Answer.json(answer);
    }
}
