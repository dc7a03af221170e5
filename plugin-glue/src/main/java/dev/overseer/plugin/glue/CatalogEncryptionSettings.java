package dev.overseer.plugin.glue;

/**
 * What an operator may set for {@code glue-data-catalog-encryption}.
 *
 * @param kmsKey the key with which the catalog and its passwords are encrypted where they have none yet: an id, an ARN or an
 *     alias of a symmetric key, such as {@code alias/aws/glue}, the key that AWS manages for Glue in every account
 */
public record CatalogEncryptionSettings(String kmsKey) {}
