package io.github.ecluse.support;

/** An image for several platforms, as registries hold it: a list of images. */
public final class ImageIndex {
  /** The type of one image, as Docker names it. */
  public static final String IMAGE = "application/vnd.docker.distribution.manifest.v2+json";

  /** The type of one image in the specification of OCI. */
  public static final String OCI_IMAGE = "application/vnd.oci.image.manifest.v1+json";

  /** The type of a list, as Docker names it. */
  public static final String LIST = "application/vnd.docker.distribution.manifest.list.v2+json";

  /** The type of a list in the specification of OCI. */
  public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";

  private static final String OF_ONE =
      """
      {"schemaVersion": 2, "mediaType": "%s", "manifests": [{"mediaType": "%s", "size": %s,
       "digest": "%s", "platform": {"architecture": "amd64", "os": "linux"}}]}
      """;

  private ImageIndex() {}

  /**
   * Returns the manifest of a list with one image.
   *
   * @param type the type of the list
   * @param imageType the type of the image
   * @param bytes the size of the image's manifest
   * @param digest the digest of the image
   */
  public static String ofOne(String type, String imageType, int bytes, String digest) {
    return OF_ONE.formatted(type, imageType, bytes, digest);
  }
}
