/** Finds plugins and holds them to their contract. */
@NullMarked
package dev.overseer.runtime.plugin;

import org.jspecify.annotations.NullMarked;
