/** One node: the engine and its journal behind gRPC and HTTP. */
@NullMarked
package io.atomicstore.server;

import org.jspecify.annotations.NullMarked;
