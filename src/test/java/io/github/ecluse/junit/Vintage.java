package io.github.ecluse.junit;

import io.github.ecluse.claims.Claim;

/** Checks of the vintage engine, which finds public classes only. */
public class Vintage {
  @org.junit.Test
  @Claim("ping-blocked")
  public void pings() {}

  @org.junit.Test
  @Claim("limits")
  public void limits() {}
}
