package dev.overseer.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The parameters of a call in the EC2 query protocol, where {@code IpPermissions.1.IpRanges.2.CidrIp} is an element of a list
 * in an element of a list; or of a part of them.
 */
record Ec2Query(Map<String, String> parameters) {
    /** What EC2 answers at most where a call does not say. */
    private static final int PAGE = 1_000;

    static Ec2Query of(AwsCall call) {
        return new Ec2Query(call.request().parameters());
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    String required(String name) {
        return parameters.getOrDefault(name, "");
    }

    /** Returns a structure, with what it holds by its own names. */
    Ec2Query in(String name) {
        return new Ec2Query(below(name + "."));
    }

    /** Returns the structures of a list. */
    List<Ec2Query> list(String name) {
        List<Ec2Query> elements = new ArrayList<>();
        for (int number = 1; ; number++) {
            Map<String, String> element = below("%s.%d.".formatted(name, number));
            if (element.isEmpty()) {
                return List.copyOf(elements);
            }
            elements.add(new Ec2Query(element));
        }
    }

    /** Returns the texts of a list. */
    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (int number = 1; ; number++) {
            String text = parameters.get("%s.%d".formatted(name, number));
            if (text == null) {
                return List.copyOf(texts);
            }
            texts.add(text);
        }
    }

    /** Returns the values that a filter lets through; empty if the call has no filter of this name. */
    Optional<List<String>> filter(String name) {
        return list("Filter").stream()
                .filter(filter -> filter.required("Name").equals(name))
                .map(filter -> filter.texts("Value"))
                .findFirst();
    }

    /** Returns whether a filter, if there is one of this name, lets a value through. */
    boolean admits(String name, String value) {
        return filter(name).map(values -> values.contains(value)).orElse(true);
    }

    /** Writes the page of elements that the call asks for. The token is the id of the last element of the page before. */
    <T> String page(String list, NavigableMap<String, T> elements, Function<T, String> written) {
        String after = required("NextToken");
        int size = text("MaxResults").map(Integer::parseInt).orElse(PAGE);
        NavigableMap<String, T> left = elements.tailMap(after, false);
        List<Map.Entry<String, T>> page = left.entrySet().stream().limit(size).toList();
        String items = page.stream()
                .map(entry -> "<item>%s</item>".formatted(written.apply(entry.getValue())))
                .collect(Collectors.joining());
        String token = left.size() > page.size()
                ? "<nextToken>%s</nextToken>"
                        .formatted(Protocol.xml(page.getLast().getKey()))
                : "";
        return "<%1$s>%2$s</%1$s>%3$s".formatted(list, items, token);
    }

    private Map<String, String> below(String prefix) {
        return parameters.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .collect(Collectors.toMap(
                        entry -> entry.getKey().substring(prefix.length()),
                        Map.Entry::getValue,
                        (first, second) -> first,
                        TreeMap::new));
    }
}
