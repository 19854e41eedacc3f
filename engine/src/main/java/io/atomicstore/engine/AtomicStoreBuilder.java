package io.atomicstore.engine;

import io.atomicstore.core.LogLimits;
import io.atomicstore.journal.EventIdQuery;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.cluster.sharding.ClusterSharding;
import org.apache.pekko.cluster.sharding.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.ShardCoordinator;
import org.apache.pekko.cluster.singleton.ClusterSingletonManager;
import org.apache.pekko.cluster.singleton.ClusterSingletonManagerSettings;
import org.apache.pekko.cluster.singleton.ClusterSingletonProxy;
import org.apache.pekko.cluster.singleton.ClusterSingletonProxySettings;
import org.apache.pekko.persistence.query.PersistenceQuery;
import org.apache.pekko.persistence.query.javadsl.ReadJournal;
import org.jspecify.annotations.Nullable;

/**
 * Describes an {@link AtomicStore}, and starts it in one of three ways: {@link #start} in one
 * process, {@link #startSingleton} with all logs on the oldest node of a cluster, {@link
 * #startSharded} with the logs spread over a cluster. In a cluster every node starts a store of the
 * same description.
 *
 * <p>Each setting may be left out.
 */
public final class AtomicStoreBuilder<E, R> {

  /** How the submissions of this process are handled. */
  record Submissions(Duration timeout, Executor executor) {}

  private static final int NAME_LENGTH_MAX = 64;

  /** Timers that look several times within it must not ring without a pause. */
  private static final Duration IDLE_TIMEOUT_MIN = Duration.ofMillis(10);

  private final Class<E> eventClass;
  private final Scoped<E> scoped;
  private final R timeoutReason;

  private String name = "atomic-store";
  private LogLimits limits = LogLimits.DEFAULT;
  private String journalPluginId = "";
  private String snapshotPluginId = "";
  private String readJournalPluginId = "";
  private Upcasts<E> upcasts;
  private int liveLogsMax = 10_000;
  private Duration idleTimeout = Duration.ofMinutes(2);
  private int snapshotEvents = 1_000;
  private int tailBytesMax = 32 << 10;
  private int pageBytesMax = 128 << 10;
  private Duration submissionTimeout = Duration.ofMinutes(1);
  private @Nullable Executor validationExecutor;
  private Clock clock = Clock.systemUTC();
  private @Nullable LongSupplier nanoClock;

  AtomicStoreBuilder(Class<E> eventClass, Scoped<E> scoped, R timeoutReason) {
    this.eventClass = eventClass;
    this.scoped = scoped;
    this.timeoutReason = timeoutReason;
    this.upcasts = Upcasts.none(eventClass);
  }

  /**
   * Sets this store's logs apart from those of other stores in the same journal, and its actors
   * from theirs. Stored with every event: a store under another name does not find them.
   *
   * @param newName 1 to 64 letters, digits, '-' or '_'; by default "atomic-store"
   */
  public AtomicStoreBuilder<E, R> name(String newName) {
    if (!newName.matches("[A-Za-z0-9_-]{1," + NAME_LENGTH_MAX + "}")) {
      throw new IllegalArgumentException(
          "name must be 1 to "
              + NAME_LENGTH_MAX
              + " letters, digits, '-' or '_', found '"
              + newName
              + "'");
    }
    name = newName;
    return this;
  }

  /**
   * How long a validation may take, from the moment the last of the past events was handed over; by
   * default 5 seconds. Too short and slow validators never get an event stored; too long and one
   * dead validator holds up its scope for that long.
   */
  public AtomicStoreBuilder<E, R> validationTimeout(Duration newTimeout) {
    return limits(limits.withValidationTimeout(newTimeout));
  }

  /**
   * What one log may hold and how long it waits; by default {@link LogLimits#DEFAULT}. Replaces an
   * earlier {@link #validationTimeout}.
   */
  public AtomicStoreBuilder<E, R> limits(LogLimits newLimits) {
    limits = newLimits;
    return this;
  }

  /**
   * The plugins of one journal, whose ids are {@code prefix} and ".journal", ".snapshot-store" and
   * ".read-journal"; for example "atomic-store.rocksdb".
   */
  public AtomicStoreBuilder<E, R> plugins(String prefix) {
    return journalPluginId(prefix + ".journal")
        .snapshotPluginId(prefix + ".snapshot-store")
        .readJournalPluginId(prefix + ".read-journal");
  }

  /** The journal that holds the logs; by default, and if empty, Pekko's default journal. */
  public AtomicStoreBuilder<E, R> journalPluginId(String newId) {
    journalPluginId = newId;
    return this;
  }

  /** Where snapshots are kept; by default, and if empty, Pekko's default, which may be none. */
  public AtomicStoreBuilder<E, R> snapshotPluginId(String newId) {
    snapshotPluginId = newId;
    return this;
  }

  /**
   * Where events are found by their ids, and where {@link AtomicStore#subscribeAll} and {@link
   * AtomicStore#scopes} read: the read journal of {@link #journalPluginId}; by default, and if
   * empty, none. Without one, an event id that is older than those in memory is looked for by
   * reading the log from its beginning, and there are no subscriptions to all scopes and no list of
   * them.
   */
  public AtomicStoreBuilder<E, R> readJournalPluginId(String newId) {
    readJournalPluginId = newId;
    return this;
  }

  /**
   * How many logs may be in memory on this node; beyond it those used least recently leave, once
   * they are idle. By default 10,000. Too few and logs are opened again and again; too many and
   * they fill the heap.
   */
  public AtomicStoreBuilder<E, R> liveLogsMax(int newMax) {
    liveLogsMax = checkAtLeast("liveLogsMax", newMax, 1);
    return this;
  }

  /**
   * How long a log that nobody uses stays in memory, give or take a quarter; by default 2 minutes,
   * at least 10 ms.
   */
  public AtomicStoreBuilder<E, R> idleTimeout(Duration newTimeout) {
    if (newTimeout.compareTo(IDLE_TIMEOUT_MIN) < 0) {
      throw new IllegalArgumentException(
          "idleTimeout must be at least " + IDLE_TIMEOUT_MIN + ", found " + newTimeout);
    }
    idleTimeout = Timeouts.check("idleTimeout", newTimeout);
    return this;
  }

  /**
   * How many events are added between two snapshots of a log, at least; by default 1,000. Fewer and
   * more is written; more and opening a log reads more.
   */
  public AtomicStoreBuilder<E, R> snapshotEvents(int newEvents) {
    snapshotEvents = checkAtLeast("snapshotEvents", newEvents, 1);
    return this;
  }

  /**
   * How many bytes of its latest events each live log keeps in memory; by default 32 KiB, at least
   * 0. Less and originators that lag a little behind are shown events from the journal; more and
   * many live logs fill the heap.
   */
  public AtomicStoreBuilder<E, R> tailBytesMax(int newMax) {
    tailBytesMax = checkAtLeast("tailBytesMax", newMax, 0);
    return this;
  }

  /**
   * How many bytes of events one message carries, unless it is a single event; by default 128 KiB,
   * at least 1,024. Less and long logs take more messages to show; more and messages between nodes
   * don't fit a frame of Pekko's remoting, 256 KiB by default.
   */
  public AtomicStoreBuilder<E, R> pageBytesMax(int newMax) {
    pageBytesMax = checkAtLeast("pageBytesMax", newMax, 1024);
    return this;
  }

  private static int checkAtLeast(String name, int value, int min) {
    if (value < min) {
      throw new IllegalArgumentException(name + " must be at least " + min + ", found " + value);
    }
    return value;
  }

  /**
   * How long a submission of {@link AtomicStore#storeIfValid} that names no timeout may wait for
   * its turn; by default one minute.
   */
  public AtomicStoreBuilder<E, R> submissionTimeout(Duration newTimeout) {
    submissionTimeout = Timeouts.check("submissionTimeout", newTimeout);
    return this;
  }

  /**
   * Where validators run, and what depends on results; by default the actor system's dispatcher.
   * Validators that block want an executor of their own.
   */
  public AtomicStoreBuilder<E, R> validationExecutor(Executor newExecutor) {
    validationExecutor = newExecutor;
    return this;
  }

  /**
   * Reads stored events of an earlier class as events of the store's class: whoever reads sees only
   * the newer form, and what is stored stays as it is. An upcast may lead to a class that has an
   * upcast itself. The earlier class must stay, under its name, for the serializer to read; a
   * serializer of one's own with a manifest for each version needs no earlier class.
   *
   * @param upcast depends on its argument alone; what it throws keeps the log from being read
   */
  public <T> AtomicStoreBuilder<E, R> upcast(Class<T> storedClass, Function<? super T, ?> upcast) {
    upcasts = upcasts.with(storedClass, upcast);
    return this;
  }

  /** Replaces the clocks, for tests. */
  AtomicStoreBuilder<E, R> clocks(Clock newClock, LongSupplier newNanoClock) {
    clock = newClock;
    nanoClock = newNanoClock;
    return this;
  }

  /** Starts the store in this process alone. */
  public AtomicStore<E, R> start(ActorSystem system) {
    StoreSettings<E, R> settings = settings(system);
    ActorRef receptionist = system.actorOf(Receptionist.props(settings), name + "-receptionist");
    return store(system, settings, receptionist, AtomicStore.Closing.RECEPTIONIST);
  }

  /**
   * Starts the store on a node of a cluster whose oldest node holds all logs, as a Pekko cluster
   * singleton. All nodes that can become the oldest must share one journal.
   */
  public AtomicStore<E, R> startSingleton(ActorSystem system) {
    StoreSettings<E, R> settings = settings(system);
    String singletonName = name + "-singleton";
    system.actorOf(
        ClusterSingletonManager.props(
            Receptionist.props(settings),
            new Receptionist.Stop(),
            ClusterSingletonManagerSettings.create(system)),
        singletonName);
    ActorRef receptionist =
        system.actorOf(
            ClusterSingletonProxy.props(
                "/user/" + singletonName, ClusterSingletonProxySettings.create(system)),
            name + "-receptionist");
    return store(system, settings, receptionist, AtomicStore.Closing.BY_CLUSTER);
  }

  /**
   * Starts the store on a node of a cluster over which Pekko Cluster Sharding spreads the logs, one
   * entity for each scope. All nodes must share one journal.
   */
  public AtomicStore<E, R> startSharded(ActorSystem system) {
    StoreSettings<E, R> settings = settings(system);
    ClusterShardingSettings sharding =
        ClusterShardingSettings.create(system)
            .withPassivationStrategy(
                ClusterShardingSettings.PassivationStrategySettings$.MODULE$
                    .defaults()
                    .withLeastRecentlyUsedReplacement()
                    .withActiveEntityLimit(liveLogsMax)
                    .withIdleEntityPassivation(idleTimeout));
    int numberOfShards =
        system.settings().config().getInt("pekko.cluster.sharding.number-of-shards");
    ActorRef region =
        ClusterSharding.get(system)
            .start(
                name,
                EventLogActor.props(settings),
                sharding,
                new ShardedReceptionist.Extractor<>(settings, numberOfShards),
                ShardCoordinator.ShardAllocationStrategy$.MODULE$.leastShardAllocationStrategy(
                    numberOfShards, 1.0),
                new EventLogActor.StopWhenIdle());
    ActorRef receptionist =
        system.actorOf(ShardedReceptionist.props(region, settings), name + "-receptionist");
    return store(system, settings, receptionist, AtomicStore.Closing.BY_CLUSTER);
  }

  private StoreSettings<E, R> settings(ActorSystem system) {
    return new StoreSettings<>(
        name,
        eventClass,
        scoped,
        timeoutReason,
        limits,
        new StoreSettings.Plugins(
            journalPluginId, snapshotPluginId, readJournalPluginId, eventIds(system)),
        new StoreSettings.Memory(
            liveLogsMax, idleTimeout, snapshotEvents(system), tailBytesMax, pageBytesMax),
        upcasts,
        new ValueCodec((ExtendedActorSystem) system),
        clock,
        nanoClock == null ? nanosFromNow() : nanoClock);
  }

  private @Nullable EventIdQuery eventIds(ActorSystem system) {
    if (readJournalPluginId.isEmpty()) {
      return null;
    }
    ReadJournal readJournal =
        PersistenceQuery.get(system).getReadJournalFor(ReadJournal.class, readJournalPluginId);
    return readJournal instanceof EventIdQuery eventIds ? eventIds : null;
  }

  /** Without a snapshot store, a snapshot is never due. */
  private int snapshotEvents(ActorSystem system) {
    String defaultId =
        system.settings().config().getString("pekko.persistence.snapshot-store.plugin");
    return snapshotPluginId.isEmpty() && defaultId.isEmpty() ? Integer.MAX_VALUE : snapshotEvents;
  }

  private static LongSupplier nanosFromNow() {
    long origin = System.nanoTime();
    return () -> System.nanoTime() - origin;
  }

  private AtomicStore<E, R> store(
      ActorSystem system,
      StoreSettings<E, R> settings,
      ActorRef receptionist,
      AtomicStore.Closing closing) {
    Executor executor = validationExecutor == null ? system.dispatcher() : validationExecutor;
    return new AtomicStore<>(
        system, settings, new Submissions(submissionTimeout, executor), receptionist, closing);
  }
}
