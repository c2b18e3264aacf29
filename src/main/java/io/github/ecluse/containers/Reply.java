package io.github.ecluse.containers;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The reply to a question.
 *
 * @param kind how it ended
 * @param output what the tool printed
 */
public record Reply(Kind kind, String output) {
  private static final Pattern ECHO = Pattern.compile("bytes from");

  /** What iputils and BusyBox print; the first names the interface of a link-local address. */
  private static final Pattern ECHO_FROM =
      Pattern.compile("bytes from ([0-9a-fA-F:.]+?)(%\\S+?)?:? ");

  /** The three ways in which a question ends. */
  public enum Kind {
    /** An answer came. */
    ANSWERED,
    /** Nothing came back in time. */
    SILENT,
    /** Something said no, or the name is unknown. */
    UNREACHABLE
  }

  /** {@return whether the host was reached: it answered, or said that nothing listens there} */
  public boolean reached() {
    return answered() || output.contains("Connection refused");
  }

  /** {@return how many echo requests were answered} */
  public long echoes() {
    return echoesIn(output);
  }

  /** {@return how many echo requests with a code other than 0 were answered} */
  public long echoesOfOtherCodes() {
    return CodedEcho.answersIn(output);
  }

  /**
   * {@return the addresses that answered echo requests} One of IPv6 has eight groups, each as a
   * hexadecimal number without leading zeros.
   *
   * @throws IllegalStateException if ping says of an answer in other words who gave it
   */
  public Set<String> answerers() {
    List<String> addresses =
        ECHO_FROM.matcher(output).results().map(echo -> inFull(echo.group(1))).toList();
    if (addresses.size() != echoes()) {
      throw new IllegalStateException("ping does not say who has answered: " + output);
    }
    return new TreeSet<>(addresses);
  }

  /** No name is looked up for an address. */
  private static String inFull(String address) {
    try {
      return InetAddress.getByName(address).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException("ping names what is no address: " + address, e);
    }
  }

  /** {@return whether an answer came} */
  public boolean answered() {
    return kind == Kind.ANSWERED;
  }

  static long echoesIn(String output) {
    return ECHO.matcher(output).results().count();
  }
}
