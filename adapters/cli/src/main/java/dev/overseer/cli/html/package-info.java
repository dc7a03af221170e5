/** What all pages have in common: how they look, and what they are allowed. */
@NullMarked
package dev.overseer.cli.html;

import org.jspecify.annotations.NullMarked;
