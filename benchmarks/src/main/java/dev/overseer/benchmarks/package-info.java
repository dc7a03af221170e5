/** What it costs. Figures and commands: docs/performance.md. */
@NullMarked
package dev.overseer.benchmarks;

import org.jspecify.annotations.NullMarked;
