/** The operator's configuration file. */
@NullMarked
package dev.overseer.runtime.config;

import org.jspecify.annotations.NullMarked;
