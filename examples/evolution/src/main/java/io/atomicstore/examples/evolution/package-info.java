/** An application whose events change their form, in two versions. */
@NullMarked
package io.atomicstore.examples.evolution;

import org.jspecify.annotations.NullMarked;
