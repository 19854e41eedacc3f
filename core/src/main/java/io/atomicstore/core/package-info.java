/** The words of the domain as types, and the rules of an event log. */
@NullMarked
package io.atomicstore.core;

import org.jspecify.annotations.NullMarked;
