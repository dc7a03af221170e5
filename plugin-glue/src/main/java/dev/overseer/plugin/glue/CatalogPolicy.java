package dev.overseer.plugin.glue;

/**
 * The resource policy of a Data Catalog.
 *
 * @param json its text
 * @param hash by which Glue tells one version from another; blank where an event does not say it
 */
record CatalogPolicy(String json, String hash) {}
