/** How people give leave for what was held or failed. */
@NullMarked
package dev.overseer.runtime.release;

import org.jspecify.annotations.NullMarked;
