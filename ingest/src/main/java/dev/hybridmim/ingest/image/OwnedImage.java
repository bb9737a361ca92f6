package dev.hybridmim.ingest.image;

/**
 * An image that changes hands: whoever releases it is the only one that holds it, so that its
 * memory is free as soon as it is turned or prepared. For one thread.
 */
public final class OwnedImage {
  private Image image;

  public OwnedImage(Image image) {
    this.image = image;
  }

  /**
   * The image, which is not held here any more.
   *
   * @throws IllegalStateException when it was released before
   */
  public Image release() {
    if (image == null) {
      throw new IllegalStateException("The image was released before");
    }
    Image released = image;
    image = null;
    return released;
  }
}
