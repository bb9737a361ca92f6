package dev.hybridmim.trainer.operator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs TorchScript functions into the archive that PyTorch loads; see the package's description.
 */
final class ScriptArchive {
  private static final String CLASS_NAME = "Operators";
  private static final String HEADER =
      "class Operators(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n";

  /** Protocol 2: an instance of {@code __torch__.Operators} with the state {training: False}. */
  private static final String OBJECT =
      "\u0080\u0002c__torch__\n" + CLASS_NAME + "\n)\u0081}X\u0008\0\0\0training\u0089sb.";

  private static final String EMPTY_TUPLE = "\u0080\u0002).";
  private static final String VERSION = "10\n";

  private ScriptArchive() {}

  /**
   * The archive of a class with the given functions.
   *
   * @param functions TorchScript source, every line indented for the body of a class
   */
  static byte[] pack(String functions) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      store(zip, "data.pkl", OBJECT.getBytes(StandardCharsets.ISO_8859_1));
      store(zip, "constants.pkl", EMPTY_TUPLE.getBytes(StandardCharsets.ISO_8859_1));
      store(zip, "code/__torch__.py", (HEADER + functions).getBytes(StandardCharsets.UTF_8));
      store(zip, "version", VERSION.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("A zip in memory could not be written", e);
    }
    return bytes.toByteArray();
  }

  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry("operators/" + name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCompressedSize(content.length);
    CRC32 checksum = new CRC32();
    checksum.update(content);
    entry.setCrc(checksum.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
