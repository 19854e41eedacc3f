/** Logs as files of lines: how they are written, checked, and stored again. */
@NullMarked
package io.atomicstore.cli.transfer;

import org.jspecify.annotations.NullMarked;
