package io.atomicstore.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/**
 * What users do without Atomic Store: a transaction locks the row of the scope, reads the events it
 * has not seen, decides on the state folded from them, and inserts the event. PostgreSQL with its
 * own settings but for the number of connections; it syncs each commit.
 */
final class RowLock implements AutoCloseable {

  private final EmbeddedPostgres postgres;

  RowLock(int connectionsMax) throws IOException, SQLException {
    this.postgres =
        EmbeddedPostgres.builder()
            .setServerConfig("max_connections", Integer.toString(connectionsMax + 10))
            .setServerConfig("fsync", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("synchronous_commit", "on")
            .start();
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("create table logs (scope text primary key, sequence_nr bigint not null)");
      statement.execute(
          "create table events (scope text, sequence_nr bigint, event_id uuid not null unique,"
              + " payload bytea not null, primary key (scope, sequence_nr))");
      statement.execute("insert into logs values ('hot', 0)");
      connection.commit();
    }
  }

  private Connection connect() throws SQLException {
    Connection connection = postgres.getPostgresDatabase().getConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  /** An originator with a connection of its own, which keeps its state. */
  Originator originator() throws SQLException {
    return new Originator(connect());
  }

  /** Stores one event after the other; one thread at a time. */
  static final class Originator implements AutoCloseable {

    private final Connection connection;
    private final PreparedStatement lock;
    private final PreparedStatement unseen;
    private final PreparedStatement insert;
    private final PreparedStatement move;
    private final byte[] payload = new byte[LoadEvent.BYTES];
    private long known;

    private Originator(Connection connection) throws SQLException {
      this.connection = connection;
      this.lock =
          connection.prepareStatement(
              "select sequence_nr from logs where scope = 'hot' for update");
      this.unseen =
          connection.prepareStatement(
              "select sequence_nr, payload from events where scope = 'hot' and sequence_nr > ?"
                  + " order by sequence_nr");
      this.insert = connection.prepareStatement("insert into events values ('hot', ?, ?, ?)");
      this.move =
          connection.prepareStatement("update logs set sequence_nr = ? where scope = 'hot'");
    }

    void store() throws SQLException {
      long end;
      try (ResultSet row = lock.executeQuery()) {
        row.next();
        end = row.getLong(1);
      }
      if (end > known) {
        unseen.setLong(1, known);
        try (ResultSet events = unseen.executeQuery()) {
          while (events.next()) {
            known = events.getLong(1);
          }
        }
      }
      insert.setLong(1, end + 1);
      insert.setObject(2, UUID.randomUUID());
      insert.setBytes(3, payload);
      insert.executeUpdate();
      move.setLong(1, end + 1);
      move.executeUpdate();
      connection.commit();
      known = end + 1;
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }
}
