package io.atomicstore.journal.rocksdb;

import io.atomicstore.journal.rocksdb.CommitNotifier.Subscription;
import io.atomicstore.journal.rocksdb.CommitNotifier.Topic;
import java.util.List;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.function.Procedure;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.SourceShape;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.jspecify.annotations.Nullable;

/**
 * The source of a query, page by page: reads one when it is asked for. At the end a live query
 * sleeps until something it watches is stored, and any other completes. It holds a place, the page
 * that the reader is at and the next, whatever the reader's pace.
 *
 * <p>Elements cross to the reader's thread by the page, since to wake a thread for each few events
 * takes longer than to read them.
 */
final class PagedQuery<T> extends GraphStage<SourceShape<List<T>>> {

  /** So many pages may wait for the reader. By Pekko's default it would be 16, of each query. */
  private static final Attributes PAGES_AHEAD = Attributes.inputBuffer(1, 1);

  private final Outlet<List<T>> out = Outlet.create("PagedQuery.out");
  private final SourceShape<List<T>> shape = SourceShape.of(out);
  private final CommitNotifier notifier;
  private final Start<T> start;
  private final @Nullable Topic topic;

  /** Looks at the store when the query starts running. */
  interface Start<T> {
    Pages<T> begin();
  }

  /** Reads one page, between two places; both ends are included. */
  interface Reader<T> {
    Page<T> read(long from, long to);
  }

  /**
   * Where a query begins and ends.
   *
   * @param to the last place, included; the query completes behind it
   */
  record Pages<T>(long from, long to, Reader<T> reader) {}

  private PagedQuery(CommitNotifier notifier, Start<T> start, @Nullable Topic topic) {
    this.notifier = notifier;
    this.start = start;
    this.topic = topic;
  }

  /** Completes at the end of what is stored. */
  static <T> PagedQuery<T> current(CommitNotifier notifier, Start<T> start) {
    return new PagedQuery<>(notifier, start, null);
  }

  /** Goes on with what is stored later. */
  static <T> PagedQuery<T> live(CommitNotifier notifier, Topic topic, Start<T> start) {
    return new PagedQuery<>(notifier, start, topic);
  }

  /** The query as a source of single elements, which reads on a dispatcher of its own. */
  Source<T, NotUsed> on(String dispatcher) {
    // It is the side that takes the pages which holds those that wait.
    return Source.fromGraph(this)
        .async(dispatcher)
        .via(Flow.<List<T>>create().<T>mapConcat(page -> page).addAttributes(PAGES_AHEAD));
  }

  @Override
  public SourceShape<List<T>> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends GraphStageLogic {
    private final AsyncCallback<Done> again = createAsyncCallback((Procedure<Done>) news -> goOn());
    private Pages<T> pages = new Pages<>(1, 0, (from, to) -> new Page<>(List.of(), from, true));
    private @Nullable Subscription subscription;
    private long next;
    private boolean isAsleep;

    private Logic() {
      super(shape);
      setHandler(
          out,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              if (!isAsleep) {
                deliver();
              }
            }
          });
    }

    @Override
    public void preStart() {
      if (topic != null) {
        subscription = notifier.subscribe(topic, () -> again.invoke(Done.getInstance()));
      }
      pages = start.begin();
      next = pages.from();
    }

    @Override
    public void postStop() {
      if (subscription != null) {
        subscription.close();
      }
    }

    private void goOn() {
      isAsleep = false;
      if (isAvailable(out)) {
        deliver();
      }
    }

    private void deliver() {
      if (next > pages.to()) {
        complete(out);
        return;
      }
      if (subscription != null) {
        subscription.beginLooking();
      }
      Page<T> page = pages.reader().read(next, pages.to());
      next = page.next();
      if (!page.items().isEmpty()) {
        push(out, page.items());
      }
      if (next > pages.to() || (topic == null && page.isEnd())) {
        complete(out);
        return;
      }
      isAsleep = page.isEnd() && subscription != null && subscription.fallAsleep();
      if (page.items().isEmpty() && !isAsleep) {
        // Much may lie between two events that are wanted: others get their turn in between.
        again.invoke(Done.getInstance());
      }
    }
  }
}
