package io.atomicstore.engine;

import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;

/**
 * What the originators of a store share.
 *
 * @param tasks run what calls the application
 */
record StoreParts<E, R>(
    ActorSystem system,
    StoreSettings<E, R> settings,
    ActorRef receptionist,
    ValidationTasks tasks,
    SendableDecisions decisions) {}
