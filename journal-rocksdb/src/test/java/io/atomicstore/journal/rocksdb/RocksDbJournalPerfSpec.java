package io.atomicstore.journal.rocksdb;

import org.apache.pekko.persistence.CapabilityFlag;
import org.apache.pekko.persistence.japi.journal.JavaJournalPerfSpec;
import org.junit.jupiter.api.Tag;
import org.junit.runner.RunWith;
import org.scalatestplus.junit.JUnitRunner;

/** Pekko's load on journals, one sync for each of 10,000 events among it. */
@Tag("slow")
@RunWith(JUnitRunner.class)
public class RocksDbJournalPerfSpec extends JavaJournalPerfSpec {

  public RocksDbJournalPerfSpec() {
    super(TestDirectories.configWithNewDirectory());
  }

  /** The suite allows 10 s, 1 ms a sync: less than a shared disk may take. */
  @Override
  public long awaitDurationMillis() {
    return 60_000;
  }

  @Override
  public int measurementIterations() {
    return 3;
  }

  @Override
  public CapabilityFlag supportsRejectingNonSerializableObjects() {
    return CapabilityFlag.on();
  }

  @Override
  public CapabilityFlag supportsSerialization() {
    return CapabilityFlag.on();
  }

  @Override
  public CapabilityFlag supportsMetadata() {
    return CapabilityFlag.on();
  }
}
