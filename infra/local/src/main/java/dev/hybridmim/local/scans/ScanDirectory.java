package dev.hybridmim.local.scans;

import dev.hybridmim.local.RunException;
import dev.hybridmim.platform.scan.PairKeys;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** Looks through a directory for scans. */
public final class ScanDirectory {
  private static final int SHOWN = 5;
  private static final List<String> HEADER_ENDINGS = List.of(".hdr", ".hdr.gz", ".HDR", ".HDR.GZ");
  private static final List<String> IMAGE_ENDINGS = List.of(".img", ".img.gz", ".IMG", ".IMG.GZ");

  private final Path root;
  private final DicomFiles dicom = new DicomFiles();

  /**
   * A directory that exists.
   *
   * @throws RunException when it does not, or can't be read
   */
  public ScanDirectory(Path root) {
    this.root = root.toAbsolutePath().normalize();
    if (!Files.exists(this.root)) {
      throw new RunException("The directory of scans " + root + " does not exist.");
    }
    if (!Files.isDirectory(this.root)) {
      throw new RunException(root + " is a file: name the directory that holds the scans.");
    }
    if (!Files.isReadable(this.root)) {
      throw new RunException("The directory of scans " + root + " may not be read by this user.");
    }
  }

  public Path root() {
    return root;
  }

  /** The DICOM series that a file belongs to; empty for one that is a scan by its name. */
  Optional<String> seriesInstanceUid(ScanFile file) {
    return ScanKeys.ending(file.path()).isPresent()
        ? Optional.empty()
        : dicom.seriesInstanceUid(file);
  }

  /**
   * The other half of a NIfTI pair, when it lies beside this one.
   *
   * @param file any file
   */
  public static Optional<Path> otherHalf(Path file) {
    String name = file.getFileName().toString();
    return PairKeys.stem(name)
        .flatMap(
            stem ->
                (PairKeys.isHeader(name) ? IMAGE_ENDINGS : HEADER_ENDINGS)
                    .stream()
                        .map(ending -> file.resolveSibling(stem + ending))
                        .filter(Files::isRegularFile)
                        .findFirst());
  }

  /** Everything that lies below the directory now, in the order of the paths. */
  public Look look() {
    Collector collector = new Collector();
    try {
      Files.walkFileTree(
          root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, collector);
    } catch (IOException e) {
      throw new RunException(
          "The directory of scans " + root + " can't be read any more: " + e.getMessage(), e);
    }
    collector.scans.sort(Comparator.comparing(ScanFile::path));
    return new Look(
        List.copyOf(collector.scans),
        collector.ignored,
        List.copyOf(collector.ignoredNames),
        collector.unreadable);
  }

  /**
   * What one look has found.
   *
   * @param ignored how many visible files are no scans by name or content: the directories of media
   *     ({@code DICOMDIR}) and other objects of DICOM are among them
   * @param ignoredNames the first few of them
   * @param unreadable how many directories or links could not be followed
   */
  public record Look(List<ScanFile> scans, int ignored, List<Path> ignoredNames, int unreadable) {
    /** How many files are scans, or images of one. */
    public int count() {
      return scans.size();
    }
  }

  private final class Collector extends SimpleFileVisitor<Path> {
    private final List<ScanFile> scans = new ArrayList<>();
    private final List<Path> ignoredNames = new ArrayList<>();
    private int ignored;
    private int unreadable;

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      return hidden(directory) && !directory.equals(root)
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (hidden(file) || !attributes.isRegularFile()) {
        return FileVisitResult.CONTINUE;
      }
      ScanFile found =
          new ScanFile(file, attributes.size(), attributes.lastModifiedTime().toMillis());
      if (ScanKeys.ending(file).isPresent() || seriesInstanceUid(found).isPresent()) {
        scans.add(found);
      } else {
        ignored++;
        if (ignoredNames.size() < SHOWN) {
          ignoredNames.add(root.relativize(file));
        }
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      // One closed directory or dangling link must not end the run; it is counted and shown.
      unreadable++;
      return FileVisitResult.CONTINUE;
    }

    private boolean hidden(Path path) {
      return path.getFileName() != null && path.getFileName().toString().startsWith(".");
    }
  }
}
