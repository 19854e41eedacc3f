import io.atomicstore.client.AtomicStoreClient;
import io.atomicstore.client.EventFormat;
import io.atomicstore.core.Decision;
import io.atomicstore.core.FoldValidator;
import io.atomicstore.core.ScopeId;

/** Stores a bid if it is above all bids before it. */
class FirstEvent {

  record Highest() implements FoldValidator<Integer, String, String, String> {

    public Integer initial(ScopeId auction) {
      return 0;
    }

    public Integer apply(Integer highest, String bid) {
      return Integer.parseInt(bid);
    }

    public Decision<String, String> decide(Integer highest, String bid) {
      boolean isHigher = Integer.parseInt(bid) > highest;
      return isHigher ? Decision.accept() : Decision.reject("there is a bid of " + highest);
    }
  }

  public static void main(String[] arguments) throws InterruptedException {
    try (var client = AtomicStoreClient.builder("localhost:7700").start()) {
      var bidder = client.originator(EventFormat.text("bid"), new Highest());
      var result = bidder.blocking().storeIfValid(new ScopeId("auction-1"), arguments[0]);
      System.out.println(result.wasAccepted() ? "stored" : "not stored: " + result.reason());
    }
  }
}
