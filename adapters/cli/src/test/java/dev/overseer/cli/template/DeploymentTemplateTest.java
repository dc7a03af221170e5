package dev.overseer.cli.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.api.AwsAction;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.EventPattern;
import dev.overseer.api.Severity;
import dev.overseer.runtime.aws.IamPolicy;
import dev.overseer.runtime.notice.Destination;
import dev.overseer.runtime.notice.Destination.EventBridge;
import dev.overseer.runtime.notice.Destination.Ses;
import dev.overseer.runtime.notice.Destination.Sns;
import dev.overseer.runtime.plugin.PluginCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentTemplateTest {
    private static final List<ControlDescriptor> INSTALLED =
            PluginCatalog.load(DeploymentTemplateTest.class.getClassLoader()).routable();

    private static final List<ControlDescriptor> SEVERAL = List.of(
            control("s3-bucket", EventPattern.apiCalls("s3", "CreateBucket")),
            control("glue-job", EventPattern.creations("glue", "CreateJob")),
            control("glue-session", EventPattern.creations("glue", "CreateSession")));

    private static final String SHA = "0123456789abcdef".repeat(4);
    private static final CodePackage CODE = new CodePackage("overseer-lambda.zip", SHA, Optional.empty());

    private final ParsedTemplate template = deployment(SEVERAL);

    @Test
    void everythingThatIsNamedIsThere() {
        assertThat(template.unresolved()).isEmpty();
        assertThat(ParsedTemplate.of(DeploymentTemplate.of(withoutCode())).unresolved())
                .isEmpty();
        assertThat(ParsedTemplate.of(MemberTemplate.of(SEVERAL)).unresolved()).isEmpty();

        assertThat(planted("Function", "Role", Fn.ref("NoRole")).unresolved()).containsExactly("NoRole");
        assertThat(planted("Function", "Role", Fn.attribute("Queue", "Name")).unresolved())
                .containsExactly("Queue.Name");
        assertThat(planted("Function", "Role", Fn.sub("arn:${AWS::Partion}:${Queue.Arn}"))
                        .unresolved())
                .containsExactly("AWS::Partion");
        assertThat(planted("Function", "Role", Fn.either("Sometimes", "a", "b")).unresolved())
                .containsExactly("Sometimes");
    }

    @Test
    void nothingNeedsItself() {
        assertThat(template.circular()).isEmpty();

        assertThat(planted("Queue", "QueueName", Fn.sub("for-${GlueRule}")).circular())
                .containsExactly("GlueRule", "Queue");
    }

    @Test
    void nothingIsNull() {
        assertThat(nulls(template.root())).isZero();

        ObjectNode withNull = template.root().deepCopy();
        withNull.putArray("planted").addNull();
        assertThat(nulls(withNull)).isOne();
    }

    @Test
    void rulesFeedTheQueueAlone() {
        assertThat(template.ofType("AWS::Events::Rule")).containsExactly("GlueRule", "S3Rule");
        assertThat(targets(template)).containsExactly("Queue.Arn", "Queue.Arn");
        for (String rule : template.ofType("AWS::Events::Rule")) {
            JsonNode target =
                    template.deployed(Map.of()).properties(rule).path("Targets").path(0);
            assertThat(target.path("RetryPolicy").path("MaximumRetryAttempts").asInt())
                    .isEqualTo(185);
            assertThat(target.path("DeadLetterConfig").path("Arn").asText()).isEqualTo("RuleDeadLetters.Arn");
        }
        assertThat(template.ofType("AWS::Lambda::Permission")).isEmpty();

        JsonNode function = Fn.array(List.of(Fn.object().set("Arn", Fn.attribute("Function", "Arn"))));
        assertThat(targets(planted("GlueRule", "Targets", function))).contains("Function.Arn");
    }

    @Test
    void theQueueTakesFromItsRulesSchedulerAndFunctionOnly() {
        JsonNode policy = template.deployed(Map.of()).properties("QueuePolicy").path("PolicyDocument");

        assertThat(texts(statement(policy, "Rules")
                        .path("Condition")
                        .path("ArnEquals")
                        .path("aws:SourceArn")))
                .containsExactly("GlueRule.Arn", "S3Rule.Arn");
        assertThat(policy.path("Statement")
                        .valueStream()
                        .filter(statement -> statement.path("Effect").asText().equals("Allow"))
                        .map(statement -> statement.path("Principal").toString()))
                .containsExactly(
                        "{\"Service\":\"events.amazonaws.com\"}",
                        "{\"AWS\":\"SchedulerRole.Arn\"}",
                        "{\"AWS\":\"FunctionRole.Arn\"}");
        assertThat(texts(senders(template.deployed(Map.of()))))
                .containsExactly("FunctionRole.Arn", "SchedulerRole.Arn");
        assertThat(texts(senders(template.deployed(Map.of("OperatorRole", "arn:aws:iam::123456789012:role/Operator")))))
                .containsExactly("FunctionRole.Arn", "SchedulerRole.Arn", "arn:aws:iam::123456789012:role/Operator");
        assertThat(texts(statement(
                                template.deployed(Map.of())
                                        .properties("RuleDeadLettersPolicy")
                                        .path("PolicyDocument"),
                                "Rules")
                        .path("Condition")
                        .path("ArnEquals")
                        .path("aws:SourceArn")))
                .containsExactly("GlueRule.Arn", "S3Rule.Arn");
    }

    @Test
    void eachControlIsSweptDailyByAMessageThatNamesOnlyAPlace() {
        ParsedTemplate deployed = template.deployed(Map.of());

        assertThat(template.ofType("AWS::Scheduler::Schedule"))
                .containsExactly("GlueJobSweep", "GlueSessionSweep", "S3BucketSweep");
        JsonNode schedule = deployed.properties("GlueJobSweep");
        assertThat(schedule.path("ScheduleExpression").asText()).matches("cron\\(\\d+ \\d+ \\* \\* \\? \\*\\)");
        assertThat(schedule.path("Target").path("Arn").asText()).isEqualTo("Queue.Arn");
        assertThat(schedule.path("Target").path("RoleArn").asText()).isEqualTo("SchedulerRole.Arn");
        assertThat(schedule.path("Target").path("Input").asText())
                .isEqualTo(
                        "{\"schema\":\"overseer/sweep/1\",\"control\":\"glue-job\",\"account\":\"123456789012\",\"region\":\"eu-west-1\",\"startedAt\":\"<aws.scheduler.scheduled-time>\"}");
    }

    @Test
    void sweepsAreSpreadOverTheDayAndAlwaysAtTheSameTime() {
        List<String> times = many(50).stream()
                .map(control -> deployment(List.of(control)))
                .map(one -> one.properties(
                                one.ofType("AWS::Scheduler::Schedule").getFirst())
                        .path("ScheduleExpression")
                        .asText())
                .toList();

        assertThat(Set.copyOf(times)).hasSizeGreaterThan(45);
        assertThat(deployment(SEVERAL).properties("S3BucketSweep"))
                .isEqualTo(deployment(List.of(SEVERAL.getFirst())).properties("S3BucketSweep"));
    }

    @Test
    void aCriticalControlIsSweptHourly() {
        ControlDescriptor critical = ControlDescriptor.control("s3-bucket", "A test")
                .severity(Severity.CRITICAL)
                .on(EventPattern.apiCalls("s3", "CreateBucket"))
                .build();

        assertThat(deployment(List.of(critical))
                        .properties("S3BucketSweep")
                        .path("ScheduleExpression")
                        .asText())
                .matches("cron\\(\\d+ \\* \\* \\* \\? \\*\\)");
    }

    @Test
    void theFunctionAsksForASweepOfEachPlaceWhereThereAreSeveral() {
        ParsedTemplate several = ParsedTemplate.of(DeploymentTemplate.of(new Deployment(
                SEVERAL,
                SEVERAL,
                Optional.of(CODE),
                new TreeSet<>(Set.of("210987654321", "012345678901")),
                new TreeSet<>(Set.of("eu-central-1")),
                List.of())));

        assertThat(several.deployed(Map.of())
                        .properties("GlueJobSweep")
                        .path("Target")
                        .path("Input")
                        .asText())
                .contains("\"region\":\"eu-central-1\"")
                .doesNotContain("\"account\"");
    }

    @Test
    void noQueueIsReadInTheClear() {
        assertThat(template.ofType("AWS::SQS::Queue")).allSatisfy(queue -> {
            assertThat(template.properties(queue).path("SqsManagedSseEnabled").asBoolean())
                    .isTrue();
            JsonNode denied = statement(template.properties(queue + "Policy").path("PolicyDocument"), "OnlyEncrypted");
            assertThat(denied.path("Effect").asText()).isEqualTo("Deny");
            assertThat(denied.path("Condition")
                            .path("Bool")
                            .path("aws:SecureTransport")
                            .asText())
                    .isEqualTo("false");
        });
    }

    @Test
    void theFunctionMayOnlyAssumeQueueWaitAndLog() {
        assertThat(actions(template.deployed(Map.of()), "FunctionRole"))
                .containsExactly(
                        "dynamodb:BatchGetItem",
                        "dynamodb:DeleteItem",
                        "dynamodb:PutItem",
                        "dynamodb:Query",
                        "dynamodb:UpdateItem",
                        "iam:PassRole",
                        "logs:CreateLogStream",
                        "logs:PutLogEvents",
                        "scheduler:CreateSchedule",
                        "sqs:DeleteMessage",
                        "sqs:GetQueueAttributes",
                        "sqs:ReceiveMessage",
                        "sqs:SendMessage",
                        "sts:AssumeRole",
                        "xray:PutTelemetryRecords",
                        "xray:PutTraceSegments");
        assertThat(actions(template.deployed(Map.of()), "SchedulerRole")).containsExactly("sqs:SendMessage");
        assertThat(template.properties("FunctionRole").has("ManagedPolicyArns")).isFalse();
        JsonNode pass = statement(functionPolicy(template.deployed(Map.of())), "LongWaitsAsScheduler");
        assertThat(pass.path("Resource").asText()).isEqualTo("SchedulerRole.Arn");
        assertThat(pass.at("/Condition/StringEquals")
                        .path("iam:PassedToService")
                        .asText())
                .isEqualTo("scheduler.amazonaws.com");
    }

    @Test
    void onlyWhatHasNoResourceIsGrantedOnAll() {
        assertThat(wide(template)).containsExactly("xray:PutTelemetryRecords", "xray:PutTraceSegments");

        JsonNode wider = functionPolicy(template).deepCopy();
        statement(wider, "Queue").put("Resource", "*");
        JsonNode policies = Fn.array(List.of(Fn.object().set("PolicyDocument", wider)));
        assertThat(wide(planted("FunctionRole", "Policies", policies))).contains("sqs:SendMessage");
    }

    @Test
    void theFunctionMayTellWhomTheConfigurationNamesAndNobodyElse() {
        ParsedTemplate telling = telling(
                new Sns("arn:aws:sns:us-east-1:210987654321:alerts", "us-east-1"),
                new Sns("arn:aws:sns:us-east-1:210987654321:alerts", "us-east-1"),
                new Ses("Overseer <overseer@example.com>", List.of("team@example.com"), Optional.empty()),
                new EventBridge("tickets", Optional.empty()),
                new EventBridge("arn:aws:events:eu-central-1:210987654321:event-bus/all", Optional.of("eu-central-1")));
        JsonNode policy = functionPolicy(telling.deployed(Map.of()));

        assertThat(telling.unresolved()).isEmpty();
        assertThat(statement(policy, "TellTopics")).isEqualTo(json("""
                {"Sid": "TellTopics", "Effect": "Allow", "Action": "sns:Publish",
                 "Resource": ["arn:aws:sns:us-east-1:210987654321:alerts"]}
                """));
        assertThat(statement(policy, "TellByMail")).isEqualTo(json("""
                {"Sid": "TellByMail", "Effect": "Allow", "Action": "ses:SendEmail",
                 "Resource": ["arn:aws:ses:eu-west-1:123456789012:identity/overseer@example.com",
                              "arn:aws:ses:eu-west-1:123456789012:identity/example.com"],
                 "Condition": {"StringEquals": {"ses:FromAddress": ["overseer@example.com"]}}}
                """));
        assertThat(statement(policy, "TellEventBuses")).isEqualTo(json("""
                {"Sid": "TellEventBuses", "Effect": "Allow", "Action": "events:PutEvents",
                 "Resource": ["arn:aws:events:eu-west-1:123456789012:event-bus/tickets",
                              "arn:aws:events:eu-central-1:210987654321:event-bus/all"]}
                """));
        assertThat(wide(telling)).isEqualTo(wide(template));
        assertThat(functionPolicy(template).toString()).doesNotContain("Tell");
        assertThat(functionPolicy(telling(new Sns("arn:aws:sns:us-east-1:210987654321:alerts", "us-east-1")))
                        .toString())
                .contains("sns:Publish")
                .doesNotContain("ses:", "events:");
    }

    @Test
    void anAddressIsNoPattern() {
        JsonNode policy = functionPolicy(
                telling(new Ses("*?${a}@example.com", List.of("team@example.com"), Optional.of("eu-west-1"))));

        assertThat(statement(policy, "TellByMail").at("/Resource/0/Fn::Sub").asText())
                .isEqualTo(
                        "arn:${AWS::Partition}:ses:eu-west-1:${AWS::AccountId}:identity/${!*}${!?}${!$}{a}@example.com");
        assertThat(texts(statement(policy, "TellByMail").at("/Condition/StringEquals/ses:FromAddress")))
                .containsExactly("*?${$}{a}@example.com");
    }

    @Test
    void theLongestListOfAccountsLeavesRoomForTelling() {
        List<Destination> told = IntStream.range(0, 20)
                .<Destination>mapToObj(i -> new Sns(
                        "arn:aws:sns:ap-southeast-1:210987654321:a-topic-with-quite-a-name-" + i, "ap-southeast-1"))
                .toList();
        TreeSet<String> accounts =
                IntStream.range(0, 100).mapToObj("%012d"::formatted).collect(Collectors.toCollection(TreeSet::new));
        ParsedTemplate longest = ParsedTemplate.of(DeploymentTemplate.of(
                new Deployment(SEVERAL, SEVERAL, Optional.of(CODE), accounts, new TreeSet<>(), told)));

        assertThat(functionPolicy(longest.deployed(Map.of("AWS::Partition", "aws-iso-b")))
                        .toString()
                        .length())
                .isLessThan(10_240 - 500);
        accounts.addAll(IntStream.range(100, 150).mapToObj("%012d"::formatted).toList());
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> DeploymentTemplate.of(
                        new Deployment(SEVERAL, SEVERAL, Optional.of(CODE), accounts, new TreeSet<>(), told)))
                .withMessageStartingWith("150 accounts are too many");
    }

    @Test
    void theFunctionWorksInItsOwnAccountOrInThoseThatAreNamed() {
        ParsedTemplate named = ParsedTemplate.of(DeploymentTemplate.of(new Deployment(
                SEVERAL,
                SEVERAL,
                Optional.of(CODE),
                new TreeSet<>(Set.of("210987654321", "012345678901")),
                new TreeSet<>(Set.of("eu-west-1", "us-east-1")),
                List.of())));

        assertThat(texts(statement(functionPolicy(template.deployed(Map.of())), "Targets")
                        .path("Resource")))
                .containsExactly("arn:aws:iam::123456789012:role/OverseerTarget");
        assertThat(variables(template, Map.of())).containsEntry("OVERSEER_ACCOUNTS", "123456789012");
        assertThat(texts(statement(functionPolicy(named.deployed(Map.of())), "Targets")
                        .path("Resource")))
                .containsExactly(
                        "arn:aws:iam::012345678901:role/OverseerTarget",
                        "arn:aws:iam::210987654321:role/OverseerTarget");
        assertThat(variables(named, Map.of()))
                .containsEntry("OVERSEER_ACCOUNTS", "012345678901,210987654321")
                .containsEntry("OVERSEER_REGIONS", "eu-west-1,us-east-1");
    }

    @Test
    void theTargetRoleIsWhatPolicyIamPrints() {
        ParsedTemplate installed = deployment(INSTALLED);
        ParsedTemplate member = ParsedTemplate.of(MemberTemplate.of(INSTALLED));

        assertThat(INSTALLED).isNotEmpty();
        assertThat(targetPolicies(installed)).containsExactly(IamPolicy.role(INSTALLED));
        assertThat(targetPolicies(member)).containsExactly(IamPolicy.role(INSTALLED));
        assertThat(targetPolicies(deployment(SEVERAL))).doesNotContain(IamPolicy.role(INSTALLED));
    }

    @Test
    void theTargetRoleTrustsTheFunctionThatKnowsTheExternalId() {
        Map<String, String> chosen = Map.of("ExternalId", "our-secret", "FunctionRoleArns", "arn:of:function");

        assertThat(trust(template.deployed(chosen)))
                .isEqualTo(
                        "{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"FunctionRole.Arn\"},\"Action\":\"sts:AssumeRole\","
                                + "\"Condition\":{\"StringEquals\":{\"sts:ExternalId\":\"our-secret\"}}}");
        assertThat(trust(ParsedTemplate.of(MemberTemplate.of(SEVERAL)).deployed(chosen)))
                .contains("{\"AWS\":\"arn:of:function\"}", "{\"sts:ExternalId\":\"our-secret\"}");
        assertThat(template.deployed(Map.of("TargetRole", "existing")).ofType("AWS::IAM::Role"))
                .containsExactly("SchedulerRole", "FunctionRole");
    }

    @Test
    void aPolicyThatIsTooLongForTheRoleBecomesSeveral() {
        List<ControlDescriptor> many = many(45);
        ParsedTemplate split = deployment(many);

        List<JsonNode> parts = targetPolicies(split);
        assertThat(parts)
                .hasSizeGreaterThan(1)
                .allSatisfy(part -> assertThat(part.toString().length()).isLessThanOrEqualTo(6_144));
        List<JsonNode> statements = parts.stream()
                .flatMap(part -> part.path("Statement").valueStream())
                .toList();
        assertThat(Fn.array(statements)).isEqualTo(IamPolicy.role(many).path("Statement"));
        assertThat(split.unresolved()).isEmpty();
        assertThat(split.deployed(Map.of("TargetRole", "existing")).ofType("AWS::IAM::ManagedPolicy"))
                .isEmpty();
    }

    @Test
    void refusesWhatAwsWouldNotTake() {
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> deployment(many(51)))
                .withMessage(
                        "51 controls are too many for one function, which takes 50. Leave some out with --control");
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> deployment(List.of(control(
                        "greedy",
                        EventPattern.apiCalls("ec2", "RunInstances"),
                        IntStream.range(0, 500).mapToObj("ec2:DescribeSomethingNumber%d"::formatted)))))
                .withMessageContaining("The role OverseerTarget would need 65,")
                .withMessageContaining("IAM takes 10 policies of 6,144");
        TreeSet<String> accounts =
                IntStream.range(0, 151).mapToObj("%012d"::formatted).collect(Collectors.toCollection(TreeSet::new));
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> DeploymentTemplate.of(
                        new Deployment(SEVERAL, SEVERAL, Optional.of(CODE), accounts, new TreeSet<>(), List.of())))
                .withMessageStartingWith("151 accounts are too many");
    }

    @Test
    void theLongestListOfAccountsFitsTheRole() {
        TreeSet<String> accounts =
                IntStream.range(0, 150).mapToObj("%012d"::formatted).collect(Collectors.toCollection(TreeSet::new));
        ParsedTemplate longest = ParsedTemplate.of(DeploymentTemplate.of(
                new Deployment(SEVERAL, SEVERAL, Optional.of(CODE), accounts, new TreeSet<>(), List.of())));

        assertThat(functionPolicy(longest.deployed(Map.of("AWS::Partition", "aws-iso-b")))
                        .toString()
                        .length())
                .isLessThan(10_240 - 500);
        assertThat(variables(longest, Map.of()).toString().length()).isLessThan(4_096 - 1_000);
    }

    @Test
    void oneChangedByteOfThePackageIsAnotherObjectAndAnotherVersion(@TempDir Path folder) throws IOException {
        Path zip = CodePackageTest.zip(
                folder, "{\"schema\": \"overseer/package/1\", \"plugins\": [{\"controls\": [\"a\"]}]}");
        ParsedTemplate before = deployment(SEVERAL, CodePackage.read(zip));
        byte[] bytes = Files.readAllBytes(zip);
        // The time of the entry
        bytes[10]++;
        Files.write(zip, bytes);
        ParsedTemplate after = deployment(SEVERAL, CodePackage.read(zip));

        String sha = CodePackage.read(zip).sha256();
        assertThat(after.ofType("AWS::Lambda::Version")).containsExactly("Version" + sha);
        assertThat(before.ofType("AWS::Lambda::Version")).hasSize(1).doesNotContain("Version" + sha);
        assertThat(s3Key(after)).isEqualTo("overseer/%s.zip".formatted(sha)).isNotEqualTo(s3Key(before));
        assertThat(after.deployed(Map.of())
                        .properties("Alias")
                        .path("FunctionVersion")
                        .asText())
                .isEqualTo("Version%s.Version".formatted(sha));
        assertThat(after.properties("Version" + sha).path("CodeSha256"))
                .isNotEqualTo(
                        before.properties(before.ofType("AWS::Lambda::Version").getFirst())
                                .path("CodeSha256"));
    }

    @Test
    void withoutAPackageItsPlaceAndHashAreParameters() {
        ParsedTemplate asking = ParsedTemplate.of(DeploymentTemplate.of(withoutCode()));
        ParsedTemplate deployed = asking.deployed(Map.of("CodeKey", "a.zip", "CodeSha256", "hash="));

        assertThat(deployed.properties("Function").path("Code").path("S3Key").asText())
                .isEqualTo("a.zip");
        assertThat(deployed.properties("Version").path("CodeSha256").asText()).isEqualTo("hash=");
        assertThat(asking.parameters().has("CodePrefix")).isFalse();
        assertThat(template.parameters().has("CodeKey")).isFalse();
    }

    /** A version is published when its description changes, and Lambda refuses to publish a function that is the same. */
    @Test
    void whateverChangesTheFunctionChangesTheDescriptionsOfItAndItsVersion() {
        String before = description(Map.of("ExternalId", "ab"));
        Map<String, Map<String, String>> changes = Map.of(
                "mode", Map.of("ExternalId", "ab", "Mode", "enforce"),
                "control", Map.of("ExternalId", "ab", "EnforceGlueJob", "true"),
                "memory", Map.of("ExternalId", "ab", "MemorySize", "512"),
                "snapshot", Map.of("ExternalId", "ab", "SnapStart", "None"),
                "tracing", Map.of("ExternalId", "ab", "Tracing", "Active"),
                "external id", Map.of("ExternalId", "cd"));

        assertThat(before)
                .matches(
                        "package 0123456789ab; settings [0-9a-f]{8}; 1024 MB; PublishedVersions; PassThrough; id ab; dry-run; writing 000");
        changes.forEach(
                (change, chosen) -> assertThat(description(chosen)).as(change).isNotEqualTo(before));
        // Every parameter that reaches the function is one of them
        Set<String> reaching = Pattern.compile(
                        "\"Ref\":\"([A-Z][A-Za-z0-9]+)\"|\\$\\{([A-Z][A-Za-z]+)}|\"Enforces(\\w+)\"")
                .matcher(template.properties("Function").toString())
                .results()
                .flatMap(DeploymentTemplateTest::groups)
                .filter(name ->
                        template.parameters().has(name) || template.parameters().has("Enforce" + name))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(reaching)
                .containsExactly(
                        "CodeBucket",
                        "CodePrefix",
                        "ExternalId",
                        "GlueJob",
                        "GlueSession",
                        "MemorySize",
                        "Mode",
                        "S3Bucket",
                        "SnapStart",
                        "Tracing");
        ParsedTemplate elsewhere = ParsedTemplate.of(DeploymentTemplate.of(new Deployment(
                SEVERAL,
                SEVERAL,
                Optional.of(CODE),
                new TreeSet<>(Set.of("210987654321")),
                new TreeSet<>(),
                List.of())));
        assertThat(description(elsewhere, Map.of("ExternalId", "ab"))).isNotEqualTo(before);
    }

    @Test
    void theLongestDescriptionIsNotTooLong() {
        ParsedTemplate most = ParsedTemplate.of(DeploymentTemplate.of(
                new Deployment(many(50), many(50), Optional.empty(), new TreeSet<>(), new TreeSet<>(), List.of())));

        assertThat(description(
                        most,
                        Map.of("ExternalId", "x".repeat(64), "CodeSha256", "y".repeat(44), "MemorySize", "10240")))
                .hasSizeBetween(200, 256);
        assertThat(most.parameters().size()).isLessThanOrEqualTo(200);
    }

    @Test
    void theFunctionIsToldWhatItsPageLists() throws IOException {
        String page = Files.readString(Path.of("../../docs/lambda.md"));

        assertThat(variables(template, Map.of()).keySet())
                .containsExactlyInAnyOrder(
                        "OVERSEER_ROLE",
                        "OVERSEER_EXTERNAL_ID",
                        "OVERSEER_MODE",
                        "OVERSEER_ENFORCE",
                        "OVERSEER_QUEUE_URL",
                        "OVERSEER_LEDGER_TABLE",
                        "OVERSEER_SCHEDULER_ROLE",
                        "OVERSEER_ACCOUNTS",
                        "JAVA_TOOL_OPTIONS")
                .filteredOn(name -> name.startsWith("OVERSEER_"))
                .allSatisfy(name -> assertThat(page).contains("| `%s` |".formatted(name)));
        assertThat(variables(template, Map.of("Mode", "enforce", "EnforceGlueJob", "true", "EnforceS3Bucket", "true")))
                .containsEntry("OVERSEER_MODE", "enforce")
                .containsEntry("OVERSEER_ENFORCE", "glue-job,,s3-bucket");
        assertThat(variables(template, Map.of()))
                .containsEntry("OVERSEER_MODE", "dry-run")
                .containsEntry("OVERSEER_ENFORCE", ",,");
    }

    @Test
    void theHandlerIsThere() throws ClassNotFoundException {
        String handler = template.properties("Function").path("Handler").asText();

        assertThat(RequestStreamHandler.class).isAssignableFrom(Class.forName(handler));
    }

    @Test
    void timesFitOneAnother() {
        int timeout = template.properties("Function").path("Timeout").asInt();

        assertThat(timeout).isEqualTo(60);
        assertThat(template.properties("Queue").path("VisibilityTimeout").asInt())
                .isEqualTo(6 * timeout);
        assertThat(template.properties("DeadLetters")
                        .path("MessageRetentionPeriod")
                        .asInt())
                .isGreaterThan(template.properties("Queue")
                        .path("MessageRetentionPeriod")
                        .asInt());
        assertThat(template.properties("Messages")
                        .at("/FunctionResponseTypes/0")
                        .asText())
                .isEqualTo("ReportBatchItemFailures");
        assertThat(template.deployed(Map.of())
                        .properties("Messages")
                        .path("FunctionName")
                        .asText())
                .isEqualTo("Alias");
    }

    @Test
    void alarmsSpeakToTheTopicThatIsNamedOrMade() {
        assertThat(notified(Map.of())).containsExactly("Topic");
        assertThat(notified(Map.of("AlarmTopic", "arn:aws:sns:eu-west-1:123456789012:ops")))
                .containsExactly("arn:aws:sns:eu-west-1:123456789012:ops");
        assertThat(template.ofType("AWS::CloudWatch::Alarm").stream()
                        .map(alarm ->
                                template.properties(alarm).path("MetricName").asText()))
                .containsExactly(
                        "ApproximateNumberOfMessagesVisible",
                        "ApproximateNumberOfMessagesVisible",
                        "Errors",
                        "ApproximateAgeOfOldestMessage",
                        "Unreadable",
                        "RecursiveInvocationsDropped");
    }

    @Test
    void namesNoPartition() {
        assertThat(Yaml.text(DeploymentTemplate.of(withoutCode()))
                        .lines()
                        .filter(line -> line.contains("arn:aws") && !line.contains("AllowedPattern")))
                .isEmpty();
    }

    @Test
    void theSameControlsGiveTheSameTemplate() {
        List<ControlDescriptor> reversed = new ArrayList<>(SEVERAL);
        Collections.reverse(reversed);

        assertThat(Yaml.text(DeploymentTemplate.of(of(reversed, Optional.of(CODE)))))
                .isEqualTo(Yaml.text(DeploymentTemplate.of(of(SEVERAL, Optional.of(CODE)))));
        assertThat(Yaml.text(MemberTemplate.of(reversed))).isEqualTo(Yaml.text(MemberTemplate.of(SEVERAL)));
    }

    private ParsedTemplate planted(String resource, String property, JsonNode value) {
        ObjectNode root = template.root().deepCopy();
        ((ObjectNode) root.path("Resources").path(resource).path("Properties")).set(property, value);
        return new ParsedTemplate(root);
    }

    private static ParsedTemplate deployment(List<ControlDescriptor> controls) {
        return deployment(controls, CODE);
    }

    private static ParsedTemplate deployment(List<ControlDescriptor> controls, CodePackage code) {
        return ParsedTemplate.of(DeploymentTemplate.of(of(controls, Optional.of(code))));
    }

    private static ParsedTemplate telling(Destination... told) {
        return ParsedTemplate.of(DeploymentTemplate.of(
                new Deployment(SEVERAL, SEVERAL, Optional.of(CODE), new TreeSet<>(), new TreeSet<>(), List.of(told))));
    }

    private static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new AssertionError(text, malformed);
        }
    }

    private static Deployment withoutCode() {
        return of(SEVERAL, Optional.empty());
    }

    private static Deployment of(List<ControlDescriptor> controls, Optional<CodePackage> code) {
        return new Deployment(controls, controls, code, new TreeSet<>(), new TreeSet<>(), List.of());
    }

    private static List<ControlDescriptor> many(int controls) {
        return IntStream.range(0, controls)
                .mapToObj(number -> control(
                        "some-service-some-resource-number-" + number,
                        EventPattern.apiCalls("service" + number, "CreateResource"),
                        Stream.of(
                                "service%1$d:GetResource".formatted(number),
                                "service%1$d:ListResources".formatted(number))))
                .toList();
    }

    private static ControlDescriptor control(String id, EventPattern... patterns) {
        return control(id, patterns[0], Stream.of(id.replaceFirst("-.*", "") + ":GetSomething"));
    }

    private static ControlDescriptor control(String id, EventPattern pattern, Stream<String> reads) {
        AwsAction[] actions = reads.map(name -> AwsAction.action(name)
                        .on("arn:{partition}:any:{region}:{account}:thing/" + name.hashCode() + "/{id}"))
                .toArray(AwsAction[]::new);
        return ControlDescriptor.control(id, "A test")
                .on(pattern)
                .reads(actions)
                .build();
    }

    private static List<String> targets(ParsedTemplate template) {
        ParsedTemplate deployed = template.deployed(Map.of());
        return deployed.ofType("AWS::Events::Rule").stream()
                .flatMap(rule -> deployed.properties(rule).path("Targets").valueStream())
                .map(target -> target.path("Arn").asText())
                .toList();
    }

    private static JsonNode senders(ParsedTemplate template) {
        return statement(template.properties("QueuePolicy").path("PolicyDocument"), "NobodyElseSends")
                .path("Condition")
                .path("ArnNotLike")
                .path("aws:PrincipalArn");
    }

    private static JsonNode functionPolicy(ParsedTemplate template) {
        return template.properties("FunctionRole").path("Policies").path(0).path("PolicyDocument");
    }

    private static ObjectNode statement(JsonNode policy, String sid) {
        return policy.path("Statement")
                .valueStream()
                .filter(statement -> statement.path("Sid").asText().equals(sid))
                .map(ObjectNode.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> actions(ParsedTemplate template, String role) {
        return template.properties(role).path("Policies").findValues("Action").stream()
                .flatMap(action -> texts(action).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the actions that the roles of the deployment itself have on every resource. */
    private static Set<String> wide(ParsedTemplate template) {
        return Stream.of("FunctionRole", "SchedulerRole")
                .flatMap(role -> template.properties(role).path("Policies").valueStream())
                .flatMap(policy ->
                        policy.path("PolicyDocument").path("Statement").valueStream())
                .filter(statement -> statement.path("Resource").asText().equals("*"))
                .flatMap(statement -> texts(statement.path("Action")).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<JsonNode> targetPolicies(ParsedTemplate template) {
        JsonNode role = template.properties("OverseerTarget");
        List<JsonNode> policies = new ArrayList<>();
        role.path("Policies").forEach(policy -> policies.add(policy.path("PolicyDocument")));
        role.path("ManagedPolicyArns")
                .forEach(policy -> policies.add(
                        template.properties(policy.path("Ref").asText()).path("PolicyDocument")));
        return policies;
    }

    private static String trust(ParsedTemplate template) {
        return template.properties("OverseerTarget")
                .at("/AssumeRolePolicyDocument/Statement/0")
                .toString();
    }

    private static String s3Key(ParsedTemplate template) {
        return template.deployed(Map.of())
                .properties("Function")
                .path("Code")
                .path("S3Key")
                .asText();
    }

    private String description(Map<String, String> chosen) {
        return description(template, chosen);
    }

    private static String description(ParsedTemplate template, Map<String, String> chosen) {
        ParsedTemplate deployed = template.deployed(chosen);
        String description = deployed.properties("Function").path("Description").asText();
        assertThat(deployed.properties(deployed.ofType("AWS::Lambda::Version").getFirst())
                        .path("Description")
                        .asText())
                .isEqualTo(description);
        return description;
    }

    private static Map<String, String> variables(ParsedTemplate template, Map<String, String> chosen) {
        return template.deployed(chosen).properties("Function").at("/Environment/Variables").properties().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, variable -> variable.getValue().asText()));
    }

    private Set<String> notified(Map<String, String> chosen) {
        ParsedTemplate deployed = template.deployed(chosen);
        return deployed.ofType("AWS::CloudWatch::Alarm").stream()
                .map(alarm ->
                        deployed.properties(alarm).path("AlarmActions").path(0).asText())
                .collect(Collectors.toSet());
    }

    private static long nulls(JsonNode node) {
        return (node.isNull() ? 1 : 0)
                + node.valueStream().mapToLong(DeploymentTemplateTest::nulls).sum();
    }

    private static Stream<String> groups(MatchResult match) {
        return IntStream.rangeClosed(1, match.groupCount())
                .mapToObj(match::group)
                .filter(group -> group != null);
    }

    private static List<String> texts(JsonNode node) {
        return node.isTextual()
                ? List.of(node.asText())
                : node.valueStream().map(JsonNode::asText).toList();
    }
}
