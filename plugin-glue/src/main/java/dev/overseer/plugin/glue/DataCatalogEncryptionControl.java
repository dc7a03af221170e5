package dev.overseer.plugin.glue;

import static dev.overseer.api.AwsAction.action;
import static dev.overseer.api.Check.require;
import static dev.overseer.plugin.glue.Given.isGiven;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.api.AwsAction;
import dev.overseer.api.Check;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.Control;
import dev.overseer.api.ControlContext;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.EventPattern;
import dev.overseer.api.Finding;
import dev.overseer.api.Progress;
import dev.overseer.api.ResourceRef;
import dev.overseer.api.Severity;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.CatalogEncryptionMode;
import software.amazon.awssdk.services.glue.model.ConnectionPasswordEncryption;
import software.amazon.awssdk.services.glue.model.DataCatalogEncryptionSettings;
import software.amazon.awssdk.services.glue.model.EncryptionAtRest;

/**
 * Encrypts the Glue Data Catalog of an account and region, and the passwords of the connections in it.
 *
 * <p>In place, because nothing is lost: what is encrypted already keeps its key, and what is not gets the key of the
 * {@linkplain CatalogEncryptionSettings settings}. The default is the key that AWS manages for Glue, which every principal
 * that may use Glue in the account may use with it, so that no job loses its catalog; with a key of the account's own,
 * everybody who reads the catalog needs {@code kms:Decrypt} on it (<a
 * href="https://docs.aws.amazon.com/glue/latest/dg/encrypt-glue-data-catalog.html">Encrypting the Data Catalog</a>). It is
 * undone by putting the settings of before.
 */
public final class DataCatalogEncryptionControl implements Control<DataCatalogEncryptionSettings> {
    private static final String TYPE = "AWS::Glue::DataCatalogEncryptionSettings";
    private static final String REQUEST = "/dataCatalogEncryptionSettings";
    private static final String OFF = "DISABLED";
    private static final String UNNARROWED = "IAM knows no resource for the settings of the catalog";
    private static final AwsAction PUT =
            action("glue:PutDataCatalogEncryptionSettings").onAnyResource(UNNARROWED);

    /** For {@link GluePlugin}. */
    public DataCatalogEncryptionControl() {}

    @Override
    public ControlDescriptor descriptor() {
        return ControlDescriptor.control("glue-data-catalog-encryption", "The Glue Data Catalog is encrypted")
                .severity(Severity.MEDIUM)
                .on(EventPattern.apiCalls("glue", "PutDataCatalogEncryptionSettings"))
                .reads(action("glue:GetDataCatalogEncryptionSettings").onAnyResource(UNNARROWED))
                .writes(PUT)
                .restores(PUT)
                .settings(new CatalogEncryptionSettings("alias/aws/glue"))
                .build();
    }

    /** The catalog is known by the account that it is in, unless the caller names another. */
    @Override
    public List<ResourceRef> targets(CloudTrailEvent event) {
        return List.of(event.resource(TYPE, event.request("catalogId").orElse(event.account())));
    }

    /** What an absent part means is not documented: the live settings decide then. */
    @Override
    public Optional<DataCatalogEncryptionSettings> requested(ResourceRef target, CloudTrailEvent event) {
        JsonNode passwords =
                event.request().at(REQUEST + "/connectionPasswordEncryption/returnConnectionPasswordEncrypted");
        if (!passwords.isBoolean()) {
            return Optional.empty();
        }
        return event.requested(request -> DataCatalogEncryptionSettings.builder()
                        .encryptionAtRest(atRest -> atRest.catalogEncryptionMode(
                                request.text(REQUEST + "/encryptionAtRest/catalogEncryptionMode")
                                        .orElse("")))
                        .connectionPasswordEncryption(
                                password -> password.returnConnectionPasswordEncrypted(passwords.booleanValue()))
                        .build())
                .filter(settings -> isGiven(mode(settings)));
    }

    @Override
    public Optional<DataCatalogEncryptionSettings> read(ControlContext context) {
        return Optional.ofNullable(glue(context)
                .getDataCatalogEncryptionSettings(
                        get -> get.catalogId(context.target().id()))
                .dataCatalogEncryptionSettings());
    }

    @Override
    public List<Check<DataCatalogEncryptionSettings>> checks() {
        return List.of(
                require("encryption-at-rest", DataCatalogEncryptionControl::isEncrypted, "is not encrypted at rest"),
                require(
                        "connection-passwords",
                        DataCatalogEncryptionControl::hasEncryptedPasswords,
                        "hands out the passwords of connections unencrypted"));
    }

    @Override
    public Progress remediate(DataCatalogEncryptionSettings settings, List<Finding> findings, ControlContext context) {
        String key = context.settings(CatalogEncryptionSettings.class).kmsKey();
        List<String> failed = findings.stream().map(Finding::check).toList();
        put(
                DataCatalogEncryptionSettings.builder()
                        .encryptionAtRest(
                                failed.contains("encryption-at-rest") ? encrypted(key) : settings.encryptionAtRest())
                        .connectionPasswordEncryption(
                                failed.contains("connection-passwords")
                                        ? encryptedPasswords(key)
                                        : settings.connectionPasswordEncryption())
                        .build(),
                context);
        return Progress.done("encrypted with " + key);
    }

    @Override
    public Progress restore(JsonNode preState, ControlContext context) {
        JsonNode atRest = preState.path("EncryptionAtRest");
        JsonNode passwords = preState.path("ConnectionPasswordEncryption");
        put(
                DataCatalogEncryptionSettings.builder()
                        .encryptionAtRest(before -> before.catalogEncryptionMode(
                                        atRest.path("CatalogEncryptionMode").asText(OFF))
                                .sseAwsKmsKeyId(text(atRest, "SseAwsKmsKeyId"))
                                .catalogEncryptionServiceRole(text(atRest, "CatalogEncryptionServiceRole")))
                        .connectionPasswordEncryption(before -> before.returnConnectionPasswordEncrypted(passwords
                                        .path("ReturnConnectionPasswordEncrypted")
                                        .asBoolean())
                                .awsKmsKeyId(text(passwords, "AwsKmsKeyId")))
                        .build(),
                context);
        return Progress.done("encrypted as it was before");
    }

    @Override
    public Stream<ResourceRef> discover(ControlContext context) {
        return Stream.of(context.resource(TYPE, context.target().account()));
    }

    private static EncryptionAtRest encrypted(String key) {
        return EncryptionAtRest.builder()
                .catalogEncryptionMode(CatalogEncryptionMode.SSE_KMS)
                .sseAwsKmsKeyId(key)
                .build();
    }

    private static ConnectionPasswordEncryption encryptedPasswords(String key) {
        return ConnectionPasswordEncryption.builder()
                .returnConnectionPasswordEncrypted(true)
                .awsKmsKeyId(key)
                .build();
    }

    private static boolean isEncrypted(DataCatalogEncryptionSettings settings) {
        return isGiven(mode(settings)) && !OFF.equals(mode(settings));
    }

    private static @Nullable String mode(DataCatalogEncryptionSettings settings) {
        return settings.encryptionAtRest() == null
                ? null
                : settings.encryptionAtRest().catalogEncryptionModeAsString();
    }

    private static boolean hasEncryptedPasswords(DataCatalogEncryptionSettings settings) {
        return settings.connectionPasswordEncryption() != null
                && Boolean.TRUE.equals(settings.connectionPasswordEncryption().returnConnectionPasswordEncrypted());
    }

    private static void put(DataCatalogEncryptionSettings settings, ControlContext context) {
        glue(context)
                .putDataCatalogEncryptionSettings(
                        put -> put.catalogId(context.target().id()).dataCatalogEncryptionSettings(settings));
    }

    private static @Nullable String text(JsonNode part, String member) {
        return part.hasNonNull(member) ? part.path(member).asText() : null;
    }

    private static GlueClient glue(ControlContext context) {
        return context.client(GlueClient::builder);
    }
}
