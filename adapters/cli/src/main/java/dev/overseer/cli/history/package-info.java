/** Archives of CloudTrail: what is in them, and reading it on all cores in a stable order and bounded memory. */
@NullMarked
package dev.overseer.cli.history;

import org.jspecify.annotations.NullMarked;
