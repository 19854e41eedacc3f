/** The client for Java applications: stores events over the network, and reads them. */
@NullMarked
package io.atomicstore.client;

import org.jspecify.annotations.NullMarked;
