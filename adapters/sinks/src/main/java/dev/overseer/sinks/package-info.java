/** Where incidents are kept and who hears of them. */
@NullMarked
package dev.overseer.sinks;

import org.jspecify.annotations.NullMarked;
