package io.atomicstore.journal.rocksdb;

import io.atomicstore.journal.rocksdb.CommitNotifier.Subscription;
import io.atomicstore.journal.rocksdb.CommitNotifier.Topic;
import java.util.ArrayDeque;
import java.util.List;
import org.apache.pekko.Done;
import org.apache.pekko.japi.function.Procedure;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.SourceShape;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.jspecify.annotations.Nullable;

/**
 * The source of a query: reads a page when the one before is used up and more is asked for. At the
 * end a live query sleeps until something it watches is stored, and any other completes. It holds
 * one page and a place, whatever the reader's pace.
 */
final class PagedQuery<T> extends GraphStage<SourceShape<T>> {

  private final Outlet<T> out = Outlet.create("PagedQuery.out");
  private final SourceShape<T> shape = SourceShape.of(out);
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

  @Override
  public SourceShape<T> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends GraphStageLogic {
    private final ArrayDeque<T> page = new ArrayDeque<>();
    private Pages<T> pages = new Pages<>(1, 0, (from, to) -> new Page<>(List.of(), from, true));
    private final AsyncCallback<Done> again = createAsyncCallback((Procedure<Done>) news -> goOn());
    private @Nullable Subscription subscription;
    private long next;
    private boolean isAtEnd;

    private Logic() {
      super(shape);
      setHandler(
          out,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              deliver();
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
      if (isAvailable(out)) {
        deliver();
      }
    }

    private void deliver() {
      boolean mayFindMore = page.isEmpty() && next <= pages.to() && readPage();
      T first = page.poll();
      if (first != null) {
        push(out, first);
      }
      if (page.isEmpty()) {
        if (next > pages.to() || (topic == null && isAtEnd)) {
          complete(out);
        } else if (first == null && mayFindMore) {
          // Much may lie between two events that are wanted: others get their turn in between.
          again.invoke(Done.getInstance());
        }
      }
    }

    /** Reads a page; whether it is worth reading another at once. */
    private boolean readPage() {
      if (subscription != null) {
        subscription.beginLooking();
      }
      Page<T> read = pages.reader().read(next, pages.to());
      page.addAll(read.items());
      next = read.next();
      isAtEnd = read.isEnd();
      return !isAtEnd || (subscription != null && !subscription.fallAsleep());
    }
  }
}
