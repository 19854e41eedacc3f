package io.atomicstore.server;

import io.atomicstore.engine.AtomicStore;
import io.atomicstore.journal.rocksdb.RocksDbJournal;
import io.atomicstore.journal.rocksdb.VerificationReport;
import io.atomicstore.protocol.BackupResponse;
import io.atomicstore.protocol.GetNodeStatusResponse;
import io.atomicstore.server.conversation.Event;
import io.atomicstore.server.conversation.OriginateCalls;
import io.atomicstore.server.grpc.AdministeredNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/** What can be done to this node while it runs. */
final class RunningNode implements AdministeredNode {

  private static final String BACKUP_NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";

  private final ServerSettings settings;
  private final RocksDbJournal journal;
  private final AtomicStore<Event, String> store;
  private final OriginateCalls originateCalls;
  private final long startedAtMillis = System.currentTimeMillis();

  RunningNode(
      ServerSettings settings,
      RocksDbJournal journal,
      AtomicStore<Event, String> store,
      OriginateCalls originateCalls) {
    this.settings = settings;
    this.journal = journal;
    this.store = store;
    this.originateCalls = originateCalls;
  }

  @Override
  public CompletionStage<GetNodeStatusResponse> status() {
    return store
        .liveScopes()
        .thenApply(
            scopes ->
                GetNodeStatusResponse.newBuilder()
                    .setServerVersion(Version.text())
                    .setStartedAtMillis(startedAtMillis)
                    .setOpenStreamCount(originateCalls.size())
                    .setLiveScopeCount(scopes.size())
                    .build());
  }

  @Override
  public BackupResponse backup(String name) {
    if (!name.matches(BACKUP_NAME)) {
      throw new IllegalArgumentException(
          "a backup's name is 1 to 100 letters, digits, '-', '_' and '.', and begins with a letter"
              + " or a digit; found '"
              + name
              + "'");
    }
    Path directory = settings.backupDirectory().resolve(name).toAbsolutePath();
    try {
      Files.createDirectories(settings.backupDirectory());
      journal.checkpoint(directory);
      return BackupResponse.newBuilder()
          .setDirectory(directory.toString())
          .setBytes(bytesOf(directory))
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long bytesOf(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Override
  public VerificationReport verify(LongConsumer progress) {
    return journal.verify(progress);
  }
}
