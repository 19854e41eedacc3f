package io.atomicstore.engine;

import java.util.concurrent.Executor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;

/**
 * What the originators of a store share.
 *
 * @param executor runs what calls the application
 */
record StoreParts<E, R>(
    ActorSystem system,
    StoreSettings<E, R> settings,
    ActorRef receptionist,
    Executor executor,
    SendableDecisions decisions) {}
