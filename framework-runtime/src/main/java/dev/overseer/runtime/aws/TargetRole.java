package dev.overseer.runtime.aws;

import dev.overseer.api.ResourceRef;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The role in which targets are worked on, one in each account: the {@code accounts} of the configuration.
 *
 * @param arn with the placeholders {@code {partition}} and {@code {account}}, such as
 *     {@code arn:{partition}:iam::{account}:role/OverseerTarget}
 * @param externalId what the role's trust asks for
 * @param accounts where targets are worked on; empty means wherever the role can be assumed
 */
public record TargetRole(String arn, Optional<String> externalId, Optional<Set<String>> accounts) {
    /** In <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html">IAM names</a>. */
    private static final Pattern ROLE = Pattern.compile("arn:[a-z-]+:iam::(\\d{12}):role/[\\w+=,.@/-]{1,576}");

    private static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:/-]{2,1224}");
    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");

    /**
     * Takes what was configured.
     *
     * @throws IllegalArgumentException if it cannot be right; the message names the value and says what it should be
     */
    public TargetRole {
        accounts = accounts.map(Set::copyOf);
        if (!ROLE.matcher(fill(arn, "aws", "123456789012")).matches()) {
            throw new IllegalArgumentException(
                    "The role \"%s\" is not one. Write it like arn:{partition}:iam::{account}:role/OverseerTarget"
                            .formatted(arn));
        }
        externalId.filter(id -> !EXTERNAL_ID.matcher(id).matches()).ifPresent(id -> {
            throw new IllegalArgumentException(
                    "The external id \"%s\" is not one. It has 2 to 1,224 letters, digits and _+=,.@:/-".formatted(id));
        });
        accounts.stream()
                .flatMap(Set::stream)
                .filter(account -> !ACCOUNT.matcher(account).matches())
                .findFirst()
                .ifPresent(account -> {
                    throw new IllegalArgumentException(
                            "\"%s\" is not an AWS account. Write its twelve digits".formatted(account));
                });
    }

    /**
     * Returns the ARN of the role for a target.
     *
     * @throws NoRoleException if there is none
     */
    String of(ResourceRef target) {
        String account = target.account();
        if (accounts.isPresent() && !accounts.get().contains(account)) {
            throw new NoRoleException(
                    "account %s is not one of the allowed %s. Add it to the allowed accounts, or leave its events out"
                            .formatted(account, new TreeSet<>(accounts.get())));
        }
        String role = fill(arn, target.partition(), account);
        Matcher parts = ROLE.matcher(role);
        // In a role of another account, the control would look for its target there.
        if (!parts.matches() || !parts.group(1).equals(account)) {
            throw new NoRoleException(
                    "the role \"%s\" is not in account %s, where the target is. Write {account} in place of the account"
                            .formatted(role, account));
        }
        return role;
    }

    private static String fill(String arn, String partition, String account) {
        return arn.replace("{partition}", partition).replace("{account}", account);
    }
}
