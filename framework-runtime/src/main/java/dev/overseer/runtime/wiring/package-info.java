/** Guice modules. */
@NullMarked
package dev.overseer.runtime.wiring;

import org.jspecify.annotations.NullMarked;
