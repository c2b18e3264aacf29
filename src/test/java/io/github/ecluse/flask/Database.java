package io.github.ecluse.flask;

import io.github.ecluse.stack.Stack;

/** The database of the application. */
public final class Database {
  private static final int PORT = 3306;

  private Database() {}

  /**
   * Returns its address for a JDBC client of the host, which has an address of its own in each
   * network of a container: nothing need be published for it.
   */
  public static String address(Stack stack) {
    return stack.service("db").addresses().values().stream()
        .filter(address -> !address.isEmpty())
        .findFirst()
        .map(address -> address + ":" + PORT)
        .orElseThrow(() -> new IllegalStateException("db is on no network"));
  }
}
