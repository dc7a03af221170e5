/** From bytes to events and the controls they concern. */
@NullMarked
package dev.overseer.runtime.event;

import org.jspecify.annotations.NullMarked;
