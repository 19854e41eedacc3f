package io.atomicstore.server.http;

import io.atomicstore.engine.AtomicStore;
import io.atomicstore.server.conversation.Event;
import io.atomicstore.server.conversation.OriginateCalls;
import io.atomicstore.server.security.AccessControl;
import org.apache.pekko.actor.ActorSystem;

/** What of a node is reached over HTTP. */
public record HttpParts(
    ActorSystem system,
    AtomicStore<Event, String> store,
    OriginateCalls calls,
    AccessControl accessControl) {}
