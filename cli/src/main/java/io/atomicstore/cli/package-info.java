/** The {@code atomic-store} command: a class for each subcommand. */
@NullMarked
package io.atomicstore.cli;

import org.jspecify.annotations.NullMarked;
