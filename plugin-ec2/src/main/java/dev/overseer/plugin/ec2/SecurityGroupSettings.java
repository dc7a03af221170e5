package dev.overseer.plugin.ec2;

import java.util.List;

/**
 * What an operator may set for {@link SecurityGroupControl}.
 *
 * @param ports that must not be open to the world
 */
public record SecurityGroupSettings(List<Integer> ports) {
    public SecurityGroupSettings {
        ports = List.copyOf(ports);
    }

    /** Returns the ports of remote access, files, databases, caches and administration. */
    static SecurityGroupSettings standard() {
        return new SecurityGroupSettings(List.of(
                20, 21, 22, 23, 25, 135, 139, 445, 1433, 1434, 1521, 2375, 3306, 3389, 5432, 5601, 5985, 5986, 6379,
                9200, 11211, 27017));
    }
}
