package io.atomicstore.examples.auction;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.atomicstore.client.AtomicStoreClient;
import io.atomicstore.client.AtomicStoreClientBuilder;
import io.atomicstore.client.EventFormat;
import io.atomicstore.client.Formats;
import io.atomicstore.client.MetaFormat;
import io.atomicstore.client.Originator;
import io.atomicstore.client.ReasonFormat;
import io.atomicstore.client.StoreIfValid;
import io.atomicstore.core.EventId;
import io.atomicstore.core.Result;
import io.atomicstore.core.StoredEvent;
import io.atomicstore.originator.OriginatorSettings;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.javadsl.JavaFlowSupport;
import org.apache.pekko.stream.javadsl.Source;

/** An auction house whose logs are on a node: its bids are JSON. The client submits them again. */
final class RemoteAuctionHouse implements AuctionHouse {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final EventFormat<Bid> BIDS =
      EventFormat.of(
          "bid-placed",
          "application/json",
          MAPPER::writeValueAsBytes,
          bytes -> MAPPER.readValue(bytes, Bid.class));
  private static final Formats<Bid, Refusal, Long> FORMATS =
      Formats.of(BIDS)
          .withReasons(ReasonFormat.of(Refusal.class, Refusal.VALIDATION_TIMED_OUT))
          .withMetas(
              MetaFormat.of(
                  "application/json",
                  MAPPER::writeValueAsBytes,
                  bytes -> MAPPER.readValue(bytes, Long.class)));

  private final ActorSystem system;
  private final AtomicStoreClient client;
  private final Bidding bidding = new Bidding();
  private final Originator<Bid, Refusal, Long> originator;

  private RemoteAuctionHouse(ActorSystem system, AtomicStoreClient client) {
    this.system = system;
    this.client = client;
    this.originator = client.originator(FORMATS, bidding, OriginatorSettings.DEFAULT);
  }

  static RemoteAuctionHouse open(AtomicStoreClientBuilder node) {
    AtomicStoreClient client = node.start();
    try {
      return new RemoteAuctionHouse(HouseSystem.start(Map.of()), client);
    } catch (RuntimeException e) {
      client.close();
      throw e;
    }
  }

  @Override
  public ActorSystem system() {
    return system;
  }

  @Override
  public CompletionStage<Result<Bid, Refusal, Long>> place(Lot lot, Bid bid, EventId eventId) {
    bidding.putUp(lot);
    return originator.storeIfValid(StoreIfValid.of(lot.scopeId(), bid).withEventId(eventId));
  }

  @Override
  public Source<StoredEvent<Bid>, NotUsed> log(Lot lot) {
    return JavaFlowSupport.Source.fromPublisher(client.events(BIDS, lot.scopeId()));
  }

  @Override
  public void close() {
    try {
      client.close();
    } finally {
      HouseSystem.stop(system);
    }
  }
}
