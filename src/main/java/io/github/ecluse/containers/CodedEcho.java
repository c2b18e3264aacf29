package io.github.ecluse.containers;

import java.util.regex.Pattern;

/**
 * Echo requests whose ICMP code is not 0. RFC 792 knows only 0, but Linux answers each code, and
 * ping can't send another. A rule for "type 8, code 0" lets them through.
 */
final class CodedEcho {
  /**
   * Sends one to an address and prints a line if the second that follows brings an answer. The
   * checksum of ICMP is computed here (RFC 1071); that of ICMPv6 is the kernel's work (RFC 3542).
   */
  static final String FUNCTION =
      "coded() { case $1 in"
          + " *:*) to=\"IP6-SENDTO:[$1]:58\" head=\"\\\\200\\\\$2\\\\000\\\\000\" ;;"
          + " *) to=IP4-SENDTO:$1:1 head=\"\\\\010\\\\$2$3\" ;; esac;"
          + " (printf \"$head\"'\\000\\001\\000\\001\\necluse-coded\\n'"
          + " | socat -t 1 - \"$to\" 2>/dev/null &)"
          + " | grep -q ecluse-coded && echo \"22 bytes from $1: code $2\"; }; ";

  /** Two codes, as octal numbers, each with the checksum of its request. */
  static final String CALLS = "coded $host 001 '\\203\\253' & coded $host 011 '\\203\\243' &";

  private static final Pattern ANSWER = Pattern.compile("(?m)^22 bytes from \\S+: code \\d+$");

  private CodedEcho() {}

  /** Returns how many of them were answered. */
  static long answersIn(String output) {
    return ANSWER.matcher(output).results().count();
  }
}
