/** What a ledger has, as a page. */
@NullMarked
package dev.overseer.cli.report;

import org.jspecify.annotations.NullMarked;
