package dev.hybridmim.ingest.intake.bench;

import dev.hybridmim.ingest.dicom.DataSet;
import dev.hybridmim.ingest.dicom.DicomException;
import dev.hybridmim.ingest.dicom.DicomWriter;
import dev.hybridmim.ingest.dicom.Element;
import dev.hybridmim.ingest.dicom.SopClasses;
import dev.hybridmim.ingest.dicom.Tag;
import dev.hybridmim.ingest.dicom.TransferSyntax;
import dev.hybridmim.ingest.dicom.Vr;
import dev.hybridmim.ingest.intake.association.Association.NegotiatedContext;
import dev.hybridmim.ingest.intake.association.CallingAssociation;
import dev.hybridmim.ingest.intake.association.ProposedContext;
import dev.hybridmim.ingest.intake.bench.IntakeReport.Row;
import dev.hybridmim.ingest.intake.message.StorageUser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Sends synthetic CT images of 512 x 512 pixels over several associations at once. */
public final class SendBenchmark {
  private static final int EDGE = 512;
  private static final long SEED = 42;
  private static final int WARM_UP_SENDERS = 8;
  private static final int WARM_UP_INSTANCES = 100;
  private static final double MEGABYTE = 1e6;
  private static final Duration TIMEOUT = Duration.ofSeconds(120);
  private static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

  private final int instances;
  private final byte[] pixels = new byte[2 * EDGE * EDGE];
  private int runs;

  /**
   * A benchmark.
   *
   * @param instances of each measurement
   */
  public SendBenchmark(int instances) {
    this.instances = instances;
    new Random(SEED).nextBytes(pixels);
  }

  /** Bytes of one data set. */
  public long instanceBytes() {
    return dataSet("1.2.3.4", 1).length;
  }

  /** Sends instances that nobody measures, until both sides' code is compiled. */
  public void warmUp(InetSocketAddress address, String calledTitle)
      throws IOException, InterruptedException {
    send(address, calledTitle, WARM_UP_SENDERS, WARM_UP_INSTANCES);
  }

  /**
   * Writes files of an instance's size below a directory and forces each to the disk, as many at
   * once as there would be senders: what the disk allows a receiver that keeps its word.
   */
  public Row measureDisk(Path directory, int writers) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    byte[] content = dataSet("1.2.3.4", 1);
    int each = Math.max(1, instances / writers);
    double seconds =
        together(
            writers,
            writer -> {
              for (int n = 0; n < each; n++) {
                writeAndForce(directory.resolve(writer + "-" + n), content);
              }
            });
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    return row("this disk: write, fsync", writers, each * writers, seconds);
  }

  private static void writeAndForce(Path file, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /** Sends and measures. */
  public Row measure(String receiver, InetSocketAddress address, String calledTitle, int senders)
      throws IOException, InterruptedException {
    int each = Math.max(1, instances / senders);
    double seconds = send(address, calledTitle, senders, each);
    return row(receiver, senders, each * senders, seconds);
  }

  private Row row(String receiver, int senders, int all, double seconds) {
    return new Row(
        receiver, senders, all, seconds, all / seconds, all * instanceBytes() / MEGABYTE / seconds);
  }

  private double send(InetSocketAddress address, String calledTitle, int senders, int each)
      throws IOException, InterruptedException {
    String run = "2.25." + Math.abs(System.nanoTime()) + "." + ++runs + ".";
    return together(senders, sender -> sendSeries(address, calledTitle, run + (sender + 1), each));
  }

  private interface Work {
    void run(int number) throws IOException;
  }

  /** Seconds until all are done. */
  private static double together(int threads, Work work) throws IOException, InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> under = new ArrayList<>();
      long began = System.nanoTime();
      for (int number = 0; number < threads; number++) {
        int one = number;
        under.add(
            pool.submit(
                () -> {
                  work.run(one);
                  return null;
                }));
      }
      for (Future<?> one : under) {
        one.get();
      }
      return (System.nanoTime() - began) / 1e9;
    } catch (ExecutionException e) {
      throw new IOException("A measurement failed: " + e.getCause().getMessage(), e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private void sendSeries(InetSocketAddress address, String calledTitle, String uid, int count)
      throws IOException {
    ProposedContext proposed = new ProposedContext(1, SopClasses.CT_IMAGE, List.of(SYNTAX.uid()));
    try (CallingAssociation calling =
        CallingAssociation.open(
            address, Optional.empty(), "BENCH", calledTitle, List.of(proposed), TIMEOUT)) {
      NegotiatedContext context =
          calling
              .association()
              .context(1)
              .orElseThrow(() -> new IOException("CT images are not accepted"));
      StorageUser user = new StorageUser(calling.association());
      for (int n = 1; n <= count; n++) {
        int status = user.store(context, uid + "." + n, new ByteArrayInputStream(dataSet(uid, n)));
        if (status != 0) {
          throw new IOException(
              "An instance was answered with status " + Integer.toHexString(status));
        }
      }
      calling.release();
    }
  }

  private byte[] dataSet(String uid, int number) {
    try {
      return DicomWriter.dataSet(image(uid, number), SYNTAX);
    } catch (DicomException e) {
      throw new IllegalStateException("A synthetic image can't be written", e);
    }
  }

  private DataSet image(String uid, int number) {
    return DataSet.of(
        Element.text(Tag.IMAGE_TYPE, Vr.CS, "ORIGINAL", "PRIMARY", "AXIAL"),
        Element.text(Tag.SOP_CLASS_UID, Vr.UI, SopClasses.CT_IMAGE),
        Element.text(Tag.SOP_INSTANCE_UID, Vr.UI, uid + "." + number),
        Element.text(Tag.MODALITY, Vr.CS, "CT"),
        Element.text(Tag.PATIENT_NAME, Vr.PN, "Bench^Synthetic"),
        Element.text(Tag.PATIENT_ID, Vr.LO, "BENCH"),
        Element.text(Tag.STUDY_INSTANCE_UID, Vr.UI, uid + ".0"),
        Element.text(Tag.SERIES_INSTANCE_UID, Vr.UI, uid),
        Element.text(Tag.INSTANCE_NUMBER, Vr.IS, Integer.toString(number)),
        Element.text(Tag.IMAGE_POSITION_PATIENT, Vr.DS, "0", "0", Integer.toString(number)),
        Element.text(Tag.IMAGE_ORIENTATION_PATIENT, Vr.DS, "1", "0", "0", "0", "1", "0"),
        Element.shorts(Tag.SAMPLES_PER_PIXEL, Vr.US, 1),
        Element.text(Tag.PHOTOMETRIC_INTERPRETATION, Vr.CS, "MONOCHROME2"),
        Element.shorts(Tag.ROWS, Vr.US, EDGE),
        Element.shorts(Tag.COLUMNS, Vr.US, EDGE),
        Element.text(Tag.PIXEL_SPACING, Vr.DS, "0.7", "0.7"),
        Element.shorts(Tag.BITS_ALLOCATED, Vr.US, 16),
        Element.shorts(Tag.BITS_STORED, Vr.US, 16),
        Element.shorts(Tag.HIGH_BIT, Vr.US, 15),
        Element.shorts(Tag.PIXEL_REPRESENTATION, Vr.US, 0),
        Element.bytes(Tag.PIXEL_DATA, Vr.OW, pixels));
  }
}
