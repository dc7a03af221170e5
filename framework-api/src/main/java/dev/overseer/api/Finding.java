package dev.overseer.api;

/**
 * A check that a resource failed.
 *
 * @param check the check's id
 * @param message a clause that completes "the resource …", such as "has no security group"
 */
public record Finding(String check, String message) {}
