package dev.overseer.cli.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.api.ControlDescriptor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The template of a whole deployment: rules, schedules, queue, function, roles and alarms.
 *
 * <p>What is the same in every deployment is in the resource {@code deployment.yaml}, and is changed there. This adds what
 * follows from the controls, the package and the accounts. The same deployment gives the same template.
 */
public final class DeploymentTemplate {
    private static final String RULES = "Rules";
    private static final String TARGETS = "Targets";
    private static final String CREATES_TARGET_ROLE = "CreatesTargetRole";

    /** What an inline policy has, less than which the statements that are always there leave. */
    private static final int MOST_ACCOUNTS = 150;

    /** What an account takes of a policy, at least. */
    private static final int ONE_ACCOUNT = 50;

    /** So that the description of a version, of at most 256 characters, has one for each. */
    private static final int MOST_CONTROLS = 50;

    private final Deployment deployment;
    private final ObjectNode template = Yaml.resource("deployment.yaml");

    private DeploymentTemplate(Deployment deployment) {
        this.deployment = deployment;
    }

    /**
     * Returns the template.
     *
     * @throws TemplateException if AWS would not take it; the message says why
     */
    public static ObjectNode of(Deployment deployment) {
        return new DeploymentTemplate(deployment).filled();
    }

    private ObjectNode filled() {
        addRules();
        addSweeps();
        addTargetRole();
        addAccounts();
        addTelling();
        List<String> conditions = addModes();
        addCode();
        addVersion(conditions);
        return template;
    }

    private void addRules() {
        List<EventRule> rules = EventRules.of(deployment.controls());
        for (EventRule rule : rules) {
            ObjectNode properties = resource(rule.id(), "AWS::Events::Rule");
            properties.put("Description", rule.description());
            // As text: CloudFormation takes no null, and makes texts of truths and numbers.
            properties.put("EventPattern", rule.pattern());
            ObjectNode target = properties.putArray("Targets").addObject().put("Id", "queue");
            target.set("Arn", Fn.attribute("Queue", "Arn"));
            target.putObject("RetryPolicy").put("MaximumRetryAttempts", 185).put("MaximumEventAgeInSeconds", 86_400);
            target.putObject("DeadLetterConfig").set("Arn", Fn.attribute("RuleDeadLetters", "Arn"));
        }
        List<ObjectNode> arns =
                rules.stream().map(rule -> Fn.attribute(rule.id(), "Arn")).toList();
        for (String policy : List.of("QueuePolicy", "RuleDeadLettersPolicy")) {
            statement(properties(policy).withObject("PolicyDocument"), RULES)
                    .withObject("Condition")
                    .withObject("ArnEquals")
                    .set("aws:SourceArn", Fn.array(arns));
        }
    }

    /** The role as which long waits end may send to the queue already, and to nothing else. */
    private void addSweeps() {
        for (SweepSchedule schedule : SweepSchedule.of(deployment)) {
            ObjectNode properties = resource(schedule.id(), "AWS::Scheduler::Schedule");
            properties.put("Description", schedule.description());
            properties.put("ScheduleExpression", schedule.expression());
            properties.put("ScheduleExpressionTimezone", "UTC");
            properties.putObject("FlexibleTimeWindow").put("Mode", "OFF");
            ObjectNode target = properties.putObject("Target");
            target.set("Arn", Fn.attribute("Queue", "Arn"));
            target.set("RoleArn", Fn.attribute("SchedulerRole", "Arn"));
            target.set("Input", Fn.sub(schedule.message()));
            // The next one comes soon enough.
            target.putObject("RetryPolicy").put("MaximumRetryAttempts", 30).put("MaximumEventAgeInSeconds", 3_600);
        }
    }

    private void addTargetRole() {
        ObjectNode role = TargetRoleResources.of(deployment.controls(), Fn.attribute("FunctionRole", "Arn"));
        role.forEach(resource -> ((ObjectNode) resource).put("Condition", CREATES_TARGET_ROLE));
        resources().setAll(role);
    }

    private void addAccounts() {
        requireRoom();
        List<String> accounts =
                deployment.accounts().isEmpty() ? List.of("${AWS::AccountId}") : List.copyOf(deployment.accounts());
        List<ObjectNode> roles = accounts.stream()
                .map(account ->
                        Fn.sub("arn:${AWS::Partition}:iam::%s:role/%s".formatted(account, TargetRoleResources.NAME)))
                .toList();
        JsonNode policy = properties("FunctionRole").path("Policies").path(0).path("PolicyDocument");
        statement(policy, TARGETS).set("Resource", Fn.array(roles));
        variables()
                .set(
                        "OVERSEER_ACCOUNTS",
                        deployment.accounts().isEmpty()
                                ? Fn.ref("AWS::AccountId")
                                : Fn.text(String.join(",", deployment.accounts())));
        if (!deployment.regions().isEmpty()) {
            variables().put("OVERSEER_REGIONS", String.join(",", deployment.regions()));
        }
    }

    /** What the function needs to tell the destinations takes the room of accounts. */
    private void requireRoom() {
        int most = Math.max(1, MOST_ACCOUNTS - Math.ceilDiv(Telling.length(deployment.told()), ONE_ACCOUNT));
        if (deployment.accounts().size() > most) {
            throw new TemplateException(
                    "%,d accounts are too many for the policy of one function's role, which takes %d. Make a deployment for each %d of them"
                            .formatted(deployment.accounts().size(), most, most));
        }
    }

    private void addTelling() {
        ArrayNode statements = properties("FunctionRole")
                .path("Policies")
                .path(0)
                .path("PolicyDocument")
                .withArray("Statement");
        statements.addAll(Telling.statements(deployment.told()));
    }

    /** Adds a parameter for each control that says whether it may write, and returns the conditions that say the same. */
    private List<String> addModes() {
        if (deployment.controls().size() > MOST_CONTROLS) {
            throw new TemplateException(
                    "%,d controls are too many for one function, which takes %d. Leave some out with --control"
                            .formatted(deployment.controls().size(), MOST_CONTROLS));
        }
        LogicalIds ids = new LogicalIds();
        List<String> conditions = new ArrayList<>();
        List<ObjectNode> enforced = new ArrayList<>();
        List<ControlDescriptor> controls = deployment.controls().stream()
                .sorted(Comparator.comparing(ControlDescriptor::id))
                .toList();
        for (ControlDescriptor control : controls) {
            String parameter = ids.unused("Enforce" + LogicalIds.words(control.id()));
            String condition = parameter.replaceFirst("Enforce", "Enforces");
            addMode(parameter, control);
            template.withObject("Conditions").set(condition, Fn.equal(Fn.ref(parameter), "true"));
            conditions.add(condition);
            enforced.add(Fn.either(condition, control.id(), ""));
        }
        // The function takes no notice of what is blank between commas.
        variables().set("OVERSEER_ENFORCE", Fn.join(",", enforced));
        return conditions;
    }

    private void addMode(String parameter, ControlDescriptor control) {
        ObjectNode properties = parameters().putObject(parameter).put("Type", "String");
        properties.put(
                "Description",
                "Whether %s may write where Mode is enforce. %s".formatted(control.id(), control.title()));
        properties
                .put("Default", "false")
                .putArray("AllowedValues")
                .add("false")
                .add("true");
        group("Mode").add(parameter);
    }

    /** Adds where the package is: by its hash, so that another package is another object; or what parameters say. */
    private void addCode() {
        Optional<CodePackage> code = deployment.code();
        properties("Function")
                .withObject("Code")
                .set(
                        "S3Key",
                        code.map(zip -> Fn.sub("${CodePrefix}" + zip.key())).orElseGet(() -> Fn.ref("CodeKey")));
        for (String unused : code.isPresent() ? List.of("CodeKey", "CodeSha256") : List.of("CodePrefix")) {
            parameters().remove(unused);
            remove(group("CodeBucket"), unused);
        }
    }

    /**
     * Has a version published whenever the code or a setting is another one, and only then: Lambda refuses to publish what
     * it has published already. Hence function and version have one description, which names all there is that changes.
     */
    private void addVersion(List<String> conditions) {
        ObjectNode function = properties("Function");
        ObjectNode version = properties("Version");
        JsonNode description = description(conditions, Sha256.of(function.toString()));
        function.set("Description", description);
        version.set("Description", description);
        // Lambda publishes no other code than this.
        version.set(
                "CodeSha256",
                deployment.code().map(zip -> Fn.text(zip.base64())).orElseGet(() -> Fn.ref("CodeSha256")));
        deployment.code().ifPresent(zip -> renameVersion("Version" + zip.sha256()));
    }

    private JsonNode description(List<String> conditions, String settings) {
        List<ObjectNode> writing = conditions.stream()
                .map(condition -> Fn.either(condition, "1", "0"))
                .toList();
        String code =
                deployment.code().map(zip -> zip.sha256().substring(0, 12)).orElse("${CodeSha256}");
        return Fn.sub(
                "package %s; settings %s; ${MemorySize} MB; ${SnapStart}; ${Tracing}; id ${ExternalId}; ${Mode}; writing ${Writing}"
                        .formatted(code, settings.substring(0, 8)),
                Map.of("Writing", Fn.join("", writing)));
    }

    private void renameVersion(String id) {
        ObjectNode renamed = Fn.object();
        resources()
                .properties()
                .forEach(resource ->
                        renamed.set(resource.getKey().equals("Version") ? id : resource.getKey(), resource.getValue()));
        template.set("Resources", renamed);
        properties("Alias").set("FunctionVersion", Fn.attribute(id, "Version"));
    }

    private ObjectNode resource(String id, String type) {
        return resources().putObject(id).put("Type", type).putObject("Properties");
    }

    private ObjectNode resources() {
        return template.withObject("Resources");
    }

    private ObjectNode parameters() {
        return template.withObject("Parameters");
    }

    private ObjectNode properties(String resource) {
        return (ObjectNode) resources().required(resource).required("Properties");
    }

    private ObjectNode variables() {
        return properties("Function").withObject("Environment").withObject("Variables");
    }

    /** Returns the statement of that name. */
    private static ObjectNode statement(JsonNode policy, String sid) {
        return policy.path("Statement")
                .valueStream()
                .filter(statement -> statement.path("Sid").asText().equals(sid))
                .map(ObjectNode.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /** Returns the parameters that are shown together, of which this is the first. */
    private ArrayNode group(String first) {
        return template.path("Metadata")
                .path("AWS::CloudFormation::Interface")
                .path("ParameterGroups")
                .valueStream()
                .map(group -> (ArrayNode) group.required("Parameters"))
                .filter(parameters -> parameters.path(0).asText().equals(first))
                .findFirst()
                .orElseThrow();
    }

    private static void remove(ArrayNode texts, String unwanted) {
        texts.removeIf(text -> text.asText().equals(unwanted));
    }
}
