package io.atomicstore.server.conversation;

import io.atomicstore.protocol.Welcome;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;

/**
 * What all streams of a node share.
 *
 * @param welcome without the bound on messages, which each peer has of its own
 */
record StreamSurroundings(
    ActorSystem system,
    ActorRef receptionist,
    ActorRef delegation,
    EdgeLimits limits,
    Welcome welcome) {}
