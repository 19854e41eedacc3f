/** The code that the README shows, outside of the engine's package as an application is. */
@NullMarked
package io.atomicstore.readme;

import org.jspecify.annotations.NullMarked;
