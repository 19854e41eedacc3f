/** The node over gRPC. */
@NullMarked
package io.atomicstore.server.grpc;

import org.jspecify.annotations.NullMarked;
