package io.atomicstore.server.grpc;

import io.atomicstore.journal.rocksdb.VerificationReport;
import io.atomicstore.protocol.BackupResponse;
import io.atomicstore.protocol.GetNodeStatusResponse;
import java.util.concurrent.CompletionStage;
import java.util.function.LongConsumer;

/** What can be done to a node while it runs. */
public interface AdministeredNode {

  CompletionStage<GetNodeStatusResponse> status();

  /**
   * Copies the journal. Blocks until that is done.
   *
   * @param name of the directory to make in the backup directory
   * @throws IllegalArgumentException if the name can't be one, or there is such a backup
   */
  BackupResponse backup(String name);

  /**
   * Reads the whole journal. Blocks until that is done.
   *
   * @param progress gets the number of records read so far, now and then
   */
  VerificationReport verify(LongConsumer progress);
}
