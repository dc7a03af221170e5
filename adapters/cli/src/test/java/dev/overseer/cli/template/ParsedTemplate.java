package dev.overseer.cli.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A template as CloudFormation reads it: from its text, with YAML's own ideas of what is a number or a date. */
record ParsedTemplate(ObjectNode root) {
    private static final ObjectMapper JSON = new JsonMapper();
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^!}][^}]*)}");

    private static final String NOTHING = "AWS::NoValue";

    private static final Map<String, String> PSEUDO = Map.of(
            "AWS::AccountId", "123456789012", "AWS::Region", "eu-west-1", "AWS::Partition", "aws", NOTHING, NOTHING);

    /** What resources of a type return, so far as the templates ask for it. */
    private static final Map<String, Set<String>> ATTRIBUTES = Map.of(
            "AWS::SQS::Queue", Set.of("Arn", "QueueName"),
            "AWS::IAM::Role", Set.of("Arn"),
            "AWS::Events::Rule", Set.of("Arn"),
            "AWS::Logs::LogGroup", Set.of("Arn"),
            "AWS::DynamoDB::Table", Set.of("Arn"),
            "AWS::Lambda::Version", Set.of("Version"));

    static ParsedTemplate of(ObjectNode template) {
        return of(Yaml.text(template));
    }

    static ParsedTemplate of(String yaml) {
        Object loaded = new org.yaml.snakeyaml.Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        return new ParsedTemplate(JSON.convertValue(loaded, ObjectNode.class));
    }

    JsonNode resource(String id) {
        return root.path("Resources").required(id);
    }

    JsonNode properties(String id) {
        return resource(id).required("Properties");
    }

    /** Returns the logical ids of the resources of a type. */
    List<String> ofType(String type) {
        return root.path("Resources").properties().stream()
                .filter(resource -> resource.getValue().path("Type").asText().equals(type))
                .map(Map.Entry::getKey)
                .toList();
    }

    JsonNode parameters() {
        return root.path("Parameters");
    }

    /** Returns everything that is named and is not there. */
    Set<String> unresolved() {
        Set<String> unresolved = new TreeSet<>();
        Set<String> known = new HashSet<>(PSEUDO.keySet());
        Stream.of("Parameters", "Resources")
                .forEach(section -> root.path(section).fieldNames().forEachRemaining(known::add));
        for (Reference reference : references(root)) {
            boolean there = reference.attribute().isEmpty()
                    ? known.contains(reference.id())
                    : ATTRIBUTES
                            .getOrDefault(
                                    root.path("Resources")
                                            .path(reference.id())
                                            .path("Type")
                                            .asText(),
                                    Set.of())
                            .contains(reference.attribute());
            if (!there) {
                unresolved.add(reference.id() + (reference.attribute().isEmpty() ? "" : "." + reference.attribute()));
            }
        }
        conditions().filter(name -> !root.path("Conditions").has(name)).forEach(unresolved::add);
        root.findValues("ParameterGroups")
                .forEach(groups -> groups.findValues("Parameters")
                        .forEach(names -> names.forEach(name -> {
                            if (!parameters().has(name.asText())) {
                                unresolved.add(name.asText());
                            }
                        })));
        return unresolved;
    }

    private Stream<String> conditions() {
        Stream<String> chosen =
                root.findValues("Fn::If").stream().map(choice -> choice.path(0).asText());
        Stream<String> ofResources = root.path("Resources")
                .valueStream()
                .map(resource -> resource.path("Condition").asText())
                .filter(name -> !name.isEmpty());
        return Stream.concat(chosen, ofResources);
    }

    /** Returns the resources that need themselves in the end. */
    Set<String> circular() {
        Map<String, Set<String>> needs = new HashMap<>();
        root.path("Resources").properties().forEach(resource -> {
            Set<String> needed = new LinkedHashSet<>();
            references(resource.getValue()).forEach(reference -> needed.add(reference.id()));
            needed.retainAll(names("Resources"));
            needs.put(resource.getKey(), needed);
        });
        Set<String> circular = new TreeSet<>();
        needs.keySet().forEach(id -> {
            if (reachable(id, needs).contains(id)) {
                circular.add(id);
            }
        });
        return circular;
    }

    private Set<String> names(String section) {
        Set<String> names = new TreeSet<>();
        root.path(section).fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Set<String> reachable(String from, Map<String, Set<String>> needs) {
        Set<String> reached = new HashSet<>();
        List<String> open = new ArrayList<>(needs.get(from));
        while (!open.isEmpty()) {
            String next = open.removeLast();
            if (reached.add(next)) {
                open.addAll(needs.get(next));
            }
        }
        return reached;
    }

    private record Reference(String id, String attribute) {}

    private static List<Reference> references(JsonNode node) {
        List<Reference> references = new ArrayList<>();
        collect(node, references);
        return references;
    }

    private static void collect(JsonNode node, List<Reference> into) {
        node.properties().forEach(field -> {
            JsonNode value = field.getValue();
            switch (field.getKey()) {
                case "Ref" -> into.add(new Reference(value.asText(), ""));
                case "Fn::GetAtt" ->
                    into.add(new Reference(value.path(0).asText(), value.path(1).asText()));
                case "Fn::Sub" -> substituted(value, into);
                default -> {}
            }
        });
        node.forEach(child -> collect(child, into));
    }

    private static void substituted(JsonNode sub, List<Reference> into) {
        String text = sub.isTextual() ? sub.asText() : sub.path(0).asText();
        Matcher variables = VARIABLE.matcher(text);
        while (variables.find()) {
            String name = variables.group(1);
            if (!sub.path(1).has(name)) {
                int dot = name.indexOf('.');
                into.add(
                        dot < 0
                                ? new Reference(name, "")
                                : new Reference(name.substring(0, dot), name.substring(dot + 1)));
            }
        }
    }

    /**
     * Returns the template with its functions worked out, and without what conditions leave out. A resource is referred to
     * as {@code Queue}, an attribute of it as {@code Queue.Arn}.
     *
     * @param chosen values of parameters; the others have their defaults
     */
    ParsedTemplate deployed(Map<String, String> chosen) {
        Map<String, String> values = new HashMap<>(PSEUDO);
        parameters()
                .properties()
                .forEach(parameter -> values.put(
                        parameter.getKey(), parameter.getValue().path("Default").asText()));
        values.putAll(chosen);
        Deploying deploying = new Deploying(values, root.path("Conditions"));
        ObjectNode deployed = root.deepCopy();
        ObjectNode resources = deployed.putObject("Resources");
        root.path("Resources").properties().forEach(resource -> {
            String condition = resource.getValue().path("Condition").asText();
            if (condition.isEmpty() || deploying.holds(condition)) {
                resources.set(resource.getKey(), deploying.value(resource.getValue()));
            }
        });
        return new ParsedTemplate(deployed);
    }

    private record Deploying(Map<String, String> values, JsonNode conditions) {
        boolean holds(String condition) {
            return truth(conditions.required(condition));
        }

        private boolean truth(JsonNode condition) {
            if (condition.has("Fn::Not")) {
                return !truth(condition.path("Fn::Not").path(0));
            }
            JsonNode sides = condition.required("Fn::Equals");
            return value(sides.path(0)).equals(value(sides.path(1)));
        }

        JsonNode value(JsonNode node) {
            if (node.size() == 1 && node.isObject()) {
                Map.Entry<String, JsonNode> only = node.properties().iterator().next();
                JsonNode argument = only.getValue();
                switch (only.getKey()) {
                    case "Ref" -> {
                        return Fn.text(values.getOrDefault(argument.asText(), argument.asText()));
                    }
                    case "Fn::GetAtt" -> {
                        return Fn.text(argument.path(0).asText() + "."
                                + argument.path(1).asText());
                    }
                    case "Fn::If" -> {
                        return value(argument.path(holds(argument.path(0).asText()) ? 1 : 2));
                    }
                    case "Fn::Join" -> {
                        return Fn.text(String.join(
                                argument.path(0).asText(),
                                argument.path(1)
                                        .valueStream()
                                        .map(part -> value(part).asText())
                                        .toList()));
                    }
                    case "Fn::Sub" -> {
                        return Fn.text(substitute(argument));
                    }
                    default -> {}
                }
            }
            return inside(node);
        }

        private JsonNode inside(JsonNode node) {
            if (node.isObject()) {
                ObjectNode object = Fn.object();
                node.properties().forEach(field -> object.set(field.getKey(), value(field.getValue())));
                return object;
            }
            if (node.isArray()) {
                ArrayNode array = Fn.array(List.of());
                node.forEach(element -> array.add(value(element)));
                array.removeIf(element -> element.asText().equals(NOTHING));
                return array;
            }
            return node;
        }

        private String substitute(JsonNode sub) {
            JsonNode own = sub.path(1);
            return VARIABLE.matcher(sub.isTextual() ? sub.asText() : sub.path(0).asText())
                    .replaceAll(variable -> {
                        String name = variable.group(1);
                        return Matcher.quoteReplacement(
                                own.has(name) ? value(own.path(name)).asText() : values.getOrDefault(name, name));
                    });
        }
    }
}
