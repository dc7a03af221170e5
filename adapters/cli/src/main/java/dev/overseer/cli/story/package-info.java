/** What the ledger has about an incident, in words. */
@NullMarked
package dev.overseer.cli.story;

import org.jspecify.annotations.NullMarked;
