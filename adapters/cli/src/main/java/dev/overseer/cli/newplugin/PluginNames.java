package dev.overseer.cli.newplugin;

import dev.overseer.runtime.config.DidYouMean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;

/**
 * What a new plugin is called.
 *
 * @param service as IAM writes it, such as {@code sns}
 * @param control the id of its first control, such as {@code sns-topic-encrypted}
 * @param javaPackage such as {@code com.acme.guard}
 * @param sdkModule the AWS SDK's artifact for the service, most often of the same name
 */
public record PluginNames(String service, String control, String javaPackage, String sdkModule) {
    private static final Pattern SERVICE = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern PACKAGE = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*");
    private static final int LONGEST = 50;
    private static final List<String> TAKEN = List.of("dev.overseer", "java", "javax", "jdk", "software.amazon.awssdk");

    /**
     * Makes sure that code can be made of the names.
     *
     * @throws NewPluginException with all that is wrong
     */
    void requireUsable(List<String> sdkModules) {
        List<String> problems = new ArrayList<>();
        if (!isName(service)) {
            problems.add("\"%s\" is not a service. Write it as IAM does, such as sns of sns:GetTopicAttributes"
                    .formatted(service));
        }
        if (!isName(control)) {
            problems.add(
                    "\"%s\" is not the id of a control. Name it in kebab case of at most %d characters, such as sns-topic-encrypted"
                            .formatted(control, LONGEST));
        }
        if (!PACKAGE.matcher(javaPackage).matches() || !SourceVersion.isName(javaPackage, SourceVersion.latest())) {
            problems.add("\"%s\" is not a Java package. Write it in lower case, such as com.acme.guard"
                    .formatted(javaPackage));
        }
        TAKEN.stream()
                .filter(taken -> javaPackage.equals(taken) || javaPackage.startsWith(taken + "."))
                .forEach(taken -> problems.add(
                        "The package %s is not yours: %s belongs to others. Take one of your own, such as com.acme.guard"
                                .formatted(javaPackage, taken)));
        if (!sdkModules.contains(sdkModule)) {
            problems.add(
                    "The AWS SDK has no module \"%s\". %s Where it is not called as IAM calls the service, say --sdk-module"
                            .formatted(sdkModule, choices(sdkModules)));
        }
        if (!problems.isEmpty()) {
            throw new NewPluginException(problems);
        }
    }

    /** There are too many to list them all. */
    private String choices(List<String> sdkModules) {
        String closest = DidYouMean.sentence(sdkModule, sdkModules);
        return closest.startsWith("Did you mean")
                ? closest
                : "It has one for each service, such as sns, s3 or cloudwatchlogs.";
    }

    private static boolean isName(String word) {
        return SERVICE.matcher(word).matches() && word.length() <= LONGEST;
    }

    /** Returns what the plugin's class is called before {@code Plugin}. */
    String serviceWord() {
        return camel(service);
    }

    /** Returns what the control's class is called before {@code Control}: its id without the service. */
    String controlWord() {
        String rest = control.startsWith(service + "-") ? control.substring(service.length() + 1) : control;
        return camel(Character.isDigit(rest.charAt(0)) ? control : rest);
    }

    private static String camel(String kebab) {
        return Arrays.stream(kebab.split("-"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }
}
