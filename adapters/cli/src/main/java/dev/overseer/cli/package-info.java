/** The command line. */
@NullMarked
package dev.overseer.cli;

import org.jspecify.annotations.NullMarked;
