package dev.overseer.cli;

import dev.overseer.runtime.aws.NoRoleException;
import dev.overseer.runtime.aws.TargetRole;
import dev.overseer.runtime.config.Configuration;
import dev.overseer.runtime.plugin.PluginCatalog;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;

/** Where a host works, for sweeps: events name their own places. */
record Territory(
        PluginCatalog catalog, Optional<Configuration> configuration, Optional<TargetRole> role, AwsAccess aws) {

    /**
     * Returns the accounts that are configured for a role, else the caller's own.
     *
     * @throws UsageException if nobody can tell
     */
    List<String> accounts() {
        return role.flatMap(TargetRole::accounts).map(Territory::sorted).orElseGet(() -> List.of(callersAccount()));
    }

    /**
     * Returns the regions that are configured, else the caller's.
     *
     * @throws UsageException if there are none
     */
    List<String> regions() {
        return configuration
                .flatMap(file -> file.rules().regions())
                .map(Territory::sorted)
                .orElseGet(() -> List.of(aws.region()
                        .orElseThrow(() -> new UsageException(
                                "Name the region: --region, AWS_REGION, or regions in overseer.yaml"))
                        .id()));
    }

    private String callersAccount() {
        try {
            return aws.caller().caller().account();
        } catch (NoRoleException | SdkException unknown) {
            throw new UsageException("Name the account with --account, since it cannot be told as whom AWS is called: "
                    + unknown.getMessage());
        }
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }
}
