package dev.hybridmim.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.local.home.Home;
import dev.hybridmim.local.home.HomeLayout;
import dev.hybridmim.local.process.Modules;
import dev.hybridmim.local.process.Supervisor;
import dev.hybridmim.platform.connection.StoreAddress;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.platform.store.ObjectStoreContract;
import dev.hybridmim.platform.store.S3ObjectStore;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What every object store does, by the S3 client and the embedded store. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedStoreIT extends ObjectStoreContract {
  private final AtomicInteger buckets = new AtomicInteger();
  private Home home;
  private Supervisor supervisor;
  private StoreAddress address;

  @BeforeAll
  void start(@TempDir Path root) throws Exception {
    HomeLayout layout = new HomeLayout(root);
    home = Home.open(layout);
    supervisor = new Supervisor(layout);
    address = Services.startStore(home, Modules.installed(), supervisor);
  }

  @AfterAll
  void stop() {
    supervisor.close();
    home.close();
  }

  @Override
  protected ObjectStore open() {
    return emptyBucket(address.endpoint());
  }

  /** By a name, which could be another machine's, the content is signed. */
  @Test
  void aSignedPutIsTheSame() {
    URI named = URI.create("http://localhost:" + address.endpoint().getPort());
    try (ObjectStore plain = open();
        ObjectStore signed = emptyBucket(named)) {
      byte[] content = new byte[100_000];
      assertThat(signed.put("key", content, "application/dicom"))
          .isEqualTo(plain.put("key", content, "application/dicom"));
      assertThat(signed.putNew("key", content, "application/dicom")).isEmpty();
      assertThat(signed.get("key", content.length)).isEqualTo(content);
    }
  }

  private S3ObjectStore emptyBucket(URI endpoint) {
    S3ObjectStore store =
        S3ObjectStore.open(
            new StoreAddress(
                endpoint,
                address.region(),
                "contract-" + buckets.incrementAndGet(),
                address.accessKey(),
                address.secretKey()));
    store.ensureBucket();
    return store;
  }
}
