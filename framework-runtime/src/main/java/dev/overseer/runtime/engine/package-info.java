/** Opens incidents and takes them forward. */
@NullMarked
package dev.overseer.runtime.engine;

import org.jspecify.annotations.NullMarked;
