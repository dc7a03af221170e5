/** What controls would have done about recorded events, added up for people who decide whether to enforce. */
@NullMarked
package dev.overseer.cli.summary;

import org.jspecify.annotations.NullMarked;
