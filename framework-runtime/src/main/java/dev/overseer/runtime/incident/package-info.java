/** Incidents, what a look at one ends in, and how they ended. */
@NullMarked
package dev.overseer.runtime.incident;

import org.jspecify.annotations.NullMarked;
