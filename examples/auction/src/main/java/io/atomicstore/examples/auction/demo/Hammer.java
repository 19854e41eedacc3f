package io.atomicstore.examples.auction.demo;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.javadsl.Flow;

/** Ends an auction before all bids are placed. Safe for use by many threads. */
final class Hammer {

  private final Screen screen;
  private final SharedKillSwitch killSwitch = KillSwitches.shared("hammer");
  private final AtomicBoolean fallen = new AtomicBoolean();

  Hammer(Screen screen) {
    this.screen = screen;
  }

  /** Lets no more bids through. The first time, tells the user why. */
  void fall(String why) {
    if (fallen.compareAndSet(false, true)) {
      screen.tell(why + ": no more bids are placed; waiting for those under way.");
      killSwitch.shutdown();
    }
  }

  boolean hasFallen() {
    return fallen.get();
  }

  /** Bids pass until the hammer falls. */
  <T> Flow<T, T, NotUsed> flow() {
    return Flow.<T>create().via(killSwitch.<T>flow());
  }
}
