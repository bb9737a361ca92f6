package dev.hybridmim.ingest.intake;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A caller that is let in: {@code PACS}, {@code PACS@10.1.2.3}, {@code PACS@10.1.0.0/16} or {@code
 * *@10.1.0.0/16}. Addresses are numeric, so that no name server decides who is let in.
 */
final class CallerRule {
  private static final Pattern FORM =
      Pattern.compile("([^@\\\\]{1,16})(?:@([0-9a-fA-F.:]+)(?:/(\\d{1,3}))?)?");

  private final String title;
  private final byte[] network;
  private final int bits;

  private CallerRule(String title, byte[] network, int bits) {
    this.title = title;
    this.network = network;
    this.bits = bits;
  }

  static CallerRule parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw malformed(text);
    }
    if (matcher.group(2) == null) {
      return new CallerRule(matcher.group(1), new byte[0], 0);
    }
    try {
      byte[] address = InetAddress.getByName(matcher.group(2)).getAddress();
      int bits = matcher.group(3) == null ? 8 * address.length : Integer.parseInt(matcher.group(3));
      if (bits > 8 * address.length) {
        throw malformed(text);
      }
      return new CallerRule(matcher.group(1), address, bits);
    } catch (UnknownHostException e) {
      throw malformed(text);
    }
  }

  boolean allows(String callingTitle, InetAddress peer) {
    return (title.equals("*") || title.equals(callingTitle)) && isInside(peer.getAddress());
  }

  private boolean isInside(byte[] address) {
    if (network.length == 0) {
      return true;
    }
    if (address.length != network.length) {
      return false;
    }
    int shift = 8 * network.length - bits;
    return new BigInteger(1, address)
        .shiftRight(shift)
        .equals(new BigInteger(1, network).shiftRight(shift));
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException(
        "The caller '" + text + "' must be AET, AET@ADDRESS or AET@ADDRESS/BITS");
  }
}
