/** What the operator's policy allows. */
@NullMarked
package dev.overseer.runtime.decision;

import org.jspecify.annotations.NullMarked;
