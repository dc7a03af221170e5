/** What every host tells of itself: metrics, and a log whose fields queries are written against. */
@NullMarked
package dev.overseer.runtime.telemetry;

import org.jspecify.annotations.NullMarked;
