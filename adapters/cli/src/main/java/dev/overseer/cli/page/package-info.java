/** What there is to know about a control, on a page made of what it says about itself. */
@NullMarked
package dev.overseer.cli.page;

import org.jspecify.annotations.NullMarked;
