package dev.overseer.api.planted;

import org.slf4j.Logger;

/** Breaks the rule that the API needs nothing but what plugins may see. */
public record NeedsALogger(Logger logger) {}
