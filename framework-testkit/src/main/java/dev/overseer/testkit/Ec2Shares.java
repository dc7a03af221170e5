package dev.overseer.testkit;

import dev.overseer.api.CloudTrailEvent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What one account shares in one region: its snapshots, or its images. Not safe for several threads: {@link Ec2Simulator} sees
 * to that.
 */
final class Ec2Shares {
    private static final String ALL = "all";

    private final Kind kind;
    private final String account;
    private final NavigableMap<String, Set<String>> sharedWith = new TreeMap<>();

    Ec2Shares(Kind kind, String account) {
        this.kind = kind;
        this.account = account;
    }

    /** What is shared, and how the API spells that. */
    enum Kind {
        SNAPSHOT("Snapshot", "snapshotId", "createVolumePermission", "snapshotSet", "InvalidSnapshot.NotFound"),
        IMAGE("Image", "imageId", "launchPermission", "imagesSet", "InvalidAMIID.NotFound");

        private final String noun;
        private final String id;
        private final String permission;
        private final String set;
        private final String unknown;

        Kind(String noun, String id, String permission, String set, String unknown) {
            this.noun = noun;
            this.id = id;
            this.permission = permission;
            this.set = set;
            this.unknown = unknown;
        }

        private String idParameter() {
            return noun + "Id";
        }

        private String permissionParameter() {
            return permission.substring(0, 1).toUpperCase(Locale.ROOT) + permission.substring(1);
        }
    }

    /** Puts one in place, shared with accounts or with {@code all}. */
    void put(String id, List<String> with) {
        sharedWith.put(id, new LinkedHashSet<>(with));
    }

    Optional<Set<String>> sharedWith(String id) {
        return Optional.ofNullable(sharedWith.get(id)).map(Set::copyOf);
    }

    boolean vanish(String id) {
        return sharedWith.remove(id) != null;
    }

    void seedModified(CloudTrailEvent event) {
        Ec2Report request = Ec2Report.request(event);
        Ec2Report permission = request.in(kind.permission);
        request.text(kind.id).ifPresent(id -> {
            Set<String> shares = sharedWith.computeIfAbsent(id, _ -> new LinkedHashSet<>());
            permission.list("add").forEach(share -> holder(share).ifPresent(shares::add));
            permission.list("remove").forEach(share -> holder(share).ifPresent(shares::remove));
        });
    }

    private static Optional<String> holder(Ec2Report share) {
        return share.text("group").or(() -> share.text("userId"));
    }

    Answer describeAttribute(Ec2Query query) {
        String id = query.required(kind.idParameter());
        return found(id, shares -> {
            String items = shares.stream()
                    .map(share -> "<item>%s</item>"
                            .formatted(Ec2Simulator.tag(share.equals(ALL) ? "group" : "userId", share)))
                    .collect(Collectors.joining());
            return Ec2Simulator.answer(
                    "Describe%sAttribute".formatted(kind.noun),
                    Ec2Simulator.tag(kind.id, id) + "<%1$s>%2$s</%1$s>".formatted(kind.permission, items));
        });
    }

    Answer describe(Ec2Query query) {
        List<String> ids = query.texts(kind.idParameter());
        Optional<String> unknown =
                ids.stream().filter(id -> !sharedWith.containsKey(id)).findFirst();
        if (unknown.isPresent()) {
            return notFound(unknown.get());
        }
        boolean publicOnly = query.texts("RestorableBy").contains(ALL);
        NavigableMap<String, String> found = new TreeMap<>();
        sharedWith.forEach((id, shares) -> {
            boolean shown = ids.isEmpty() || ids.contains(id);
            boolean open = shares.contains(ALL);
            if (shown && (open || !publicOnly) && query.admits("is-public", String.valueOf(open))) {
                found.put(id, described(id, open));
            }
        });
        return Ec2Simulator.answer(
                "Describe%ss".formatted(kind.noun), query.page(kind.set, found, described -> described));
    }

    private String described(String id, boolean open) {
        String owner = kind == Kind.IMAGE ? "imageOwnerId" : "ownerId";
        String state = kind == Kind.IMAGE
                ? Ec2Simulator.tag("imageState", "available") + Ec2Simulator.tag("isPublic", String.valueOf(open))
                : Ec2Simulator.tag("status", "completed");
        return Ec2Simulator.tag(kind.id, id) + Ec2Simulator.tag(owner, account) + state;
    }

    Answer modify(Ec2Query query) {
        Ec2Query permission = query.in(kind.permissionParameter());
        return found(query.required(kind.idParameter()), shares -> {
            permission.list("Add").forEach(share -> shares.add(holder(share)));
            permission.list("Remove").forEach(share -> shares.remove(holder(share)));
            return Ec2Simulator.answer("Modify%sAttribute".formatted(kind.noun), "<return>true</return>");
        });
    }

    private static String holder(Ec2Query share) {
        return share.text("Group").orElseGet(() -> share.required("UserId"));
    }

    private Answer found(String id, Function<Set<String>, Answer> answer) {
        Set<String> shares = sharedWith.get(id);
        return shares == null ? notFound(id) : answer.apply(shares);
    }

    private Answer notFound(String id) {
        return Answer.error(kind.unknown, "The %s '%s' does not exist".formatted(kind.id, id));
    }
}
