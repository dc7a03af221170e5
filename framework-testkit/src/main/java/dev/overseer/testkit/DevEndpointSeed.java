package dev.overseer.testkit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A development endpoint that is about to exist, without encryption, network or key unless said otherwise. It exists from
 * {@link #ready}, {@link #living} or {@link #create} on.
 */
public final class DevEndpointSeed {
    private final GlueSimulator glue;
    private final ObjectNode request = JsonNodeFactory.instance.objectNode();
    private String account = FakeAws.ACCOUNT;
    private String region = FakeAws.REGION;
    private Instant createdAt;

    DevEndpointSeed(GlueSimulator glue, String name, Instant createdAt) {
        this.glue = glue;
        this.createdAt = createdAt;
        request.put("EndpointName", name);
        request.put("RoleArn", "arn:aws:iam::123456789012:role/glue-ml-test");
        request.put("GlueVersion", "1.0");
        request.put("NumberOfNodes", 5);
    }

    /** Puts it into an account; {@link FakeAws#ACCOUNT} unless said. */
    public DevEndpointSeed account(String id) {
        account = id;
        return this;
    }

    /** Puts it into a region; {@link FakeAws#REGION} unless said. */
    public DevEndpointSeed region(String name) {
        region = name;
        return this;
    }

    /** Says when it was created; now unless said. */
    public DevEndpointSeed createdAt(Instant time) {
        createdAt = time;
        return this;
    }

    /** Names the security configuration that encrypts it. */
    public DevEndpointSeed securityConfiguration(String name) {
        request.put("SecurityConfiguration", name);
        return this;
    }

    /** Puts it into a subnet. */
    public DevEndpointSeed subnetId(String id) {
        request.put("SubnetId", id);
        return this;
    }

    /** Puts it into security groups. */
    public DevEndpointSeed securityGroupIds(String... ids) {
        List.of(ids).forEach(request.putArray("SecurityGroupIds")::add);
        return this;
    }

    /** Lets the holders of keys in. */
    public DevEndpointSeed publicKeys(String... keys) {
        List.of(keys).forEach(request.putArray("PublicKeys")::add);
        return this;
    }

    /** Lets the holder of a key in, by the single parameter of old. */
    public DevEndpointSeed publicKey(String key) {
        request.put("PublicKey", key);
        return this;
    }

    /** Creates it, READY from the beginning. */
    public void ready() {
        living(Lifecycle.readyAfter(Duration.ZERO));
    }

    /** Creates it to live like this. */
    public void living(Lifecycle lifecycle) {
        put(Optional.of(lifecycle));
    }

    /** Creates it to live as the simulator's endpoints of this name do: PROVISIONING at first, unless it is old. */
    public void create() {
        put(Optional.empty());
    }

    private void put(Optional<Lifecycle> lifecycle) {
        glue.put(
                new GlueSimulator.Location(account, region),
                DevEndpoint.configuration(request, UnaryOperator.identity()),
                createdAt,
                lifecycle);
    }
}
