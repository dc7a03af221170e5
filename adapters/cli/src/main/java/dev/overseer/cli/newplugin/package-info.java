/** Makes a stand-alone project for a plugin, from the template that is built and tested with Overseer itself. */
@NullMarked
package dev.overseer.cli.newplugin;

import org.jspecify.annotations.NullMarked;
