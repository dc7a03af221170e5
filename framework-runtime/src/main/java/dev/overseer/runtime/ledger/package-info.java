/** Where incidents, writes and outcomes are kept. */
@NullMarked
package dev.overseer.runtime.ledger;

import org.jspecify.annotations.NullMarked;
