/** Telling people: what is told, to whom, and how it gets there. */
@NullMarked
package dev.overseer.runtime.notice;

import org.jspecify.annotations.NullMarked;
