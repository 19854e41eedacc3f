/**
 * The code that pages of the documentation show, outside of the engine's package as an application
 * is.
 */
@NullMarked
package io.atomicstore.docs;

import org.jspecify.annotations.NullMarked;
