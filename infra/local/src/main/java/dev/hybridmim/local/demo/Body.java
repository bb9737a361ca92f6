package dev.hybridmim.local.demo;

import dev.hybridmim.platform.number.Seeds;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * A synthetic body. The frame is RAS+ in millimetres; the origin lies in the middle of the torso at
 * the height of the diaphragm. A pure function of its seed.
 */
final class Body {
  private static final double VERTEBRA = 30;
  private static final double DISC_SHARE = 0.25;
  private static final double RIB_DISTANCE = 28;
  private static final double RIB_SLANT = 0.35;
  private static final int MOST_LESIONS = 4;

  private final double torsoX;
  private final double torsoY;
  private final double fat;
  private final double muscle;
  private final double agent;
  private final Ellipsoid leftLung;
  private final Ellipsoid rightLung;
  private final Ellipsoid heart;
  private final Ellipsoid liver;
  private final Ellipsoid liverLeftLobe;
  private final Ellipsoid spleen;
  private final Ellipsoid leftKidney;
  private final Ellipsoid rightKidney;
  private final Ellipsoid stomach;
  private final List<Ellipsoid> lesions;
  private final double spineY;
  private final double spineRadius;
  private final double aortaX;
  private final double aortaRadius;

  Body(long seed) {
    UniformRandomProvider random = Seeds.random(seed);
    torsoX = between(random, 150, 190);
    torsoY = between(random, 100, 130);
    fat = between(random, 8, 26);
    muscle = between(random, 10, 16);
    agent = random.nextDouble() < 0.6 ? between(random, 60, 180) : 0;
    double inX = torsoX - fat - muscle;
    double inY = torsoY - fat - muscle;
    double size = between(random, 0.9, 1.1);
    double dome = between(random, -15, 15);
    leftLung = ellipsoid(random, -0.5 * inX, 0, dome + 95, 0.42 * inX, 0.78 * inY, 115 * size);
    rightLung = ellipsoid(random, 0.5 * inX, 0, dome + 100, 0.42 * inX, 0.8 * inY, 110 * size);
    heart = ellipsoid(random, -0.15 * inX, 0.35 * inY, dome + 45, 50 * size, 42 * size, 50 * size);
    liver = ellipsoid(random, 0.48 * inX, 0.05 * inY, dome - 45, 0.5 * inX, 0.72 * inY, 68 * size);
    liverLeftLobe = ellipsoid(random, 0, 0.45 * inY, dome - 35, 0.48 * inX, 0.38 * inY, 36 * size);
    spleen = ellipsoid(random, -0.68 * inX, -0.4 * inY, dome - 45, 24 * size, 34 * size, 48 * size);
    leftKidney =
        ellipsoid(random, -0.45 * inX, -0.52 * inY, dome - 105, 25 * size, 24 * size, 52 * size);
    rightKidney =
        ellipsoid(random, 0.45 * inX, -0.52 * inY, dome - 118, 25 * size, 24 * size, 52 * size);
    stomach = ellipsoid(random, -0.42 * inX, 0.3 * inY, dome - 50, 42 * size, 38 * size, 46 * size);
    spineY = -0.72 * inY;
    spineRadius = between(random, 17, 21);
    aortaX = between(random, -16, -6);
    aortaRadius = between(random, 9, 13);
    lesions = lesions(random);
  }

  /** What is at a place. */
  Tissue at(double x, double y, double z) {
    double outer = level(x, y, torsoX, torsoY);
    if (outer > 1) {
      return isTable(x, y) ? Tissue.TABLE : Tissue.AIR;
    }
    if (level(x, y, torsoX - fat, torsoY - fat) > 1) {
      return Tissue.FAT;
    }
    if (level(x, y, torsoX - fat - muscle, torsoY - fat - muscle) > 1) {
      return isRib(x, z) ? Tissue.BONE : Tissue.MUSCLE;
    }
    Tissue back = spine(x, y, z);
    return back == Tissue.AIR ? inside(x, y, z) : back;
  }

  /** Attenuation at a place in Hounsfield units, without noise. */
  float hounsfield(Tissue tissue, double x, double y, double z) {
    double texture =
        switch (tissue) {
          case BOWEL -> 45 * Math.sin(x / 17 + 2 * Math.sin(z / 23)) * Math.sin(y / 19);
          case LUNG -> 60 * Math.max(0, Math.sin(x / 6) * Math.sin(y / 7) * Math.sin(z / 9) - 0.3);
          case FAT -> 8 * Math.sin(x / 11 + z / 13);
          case BONE -> 120 * Math.sin(x / 5) * Math.sin(z / 5);
          default -> 4 * Math.sin(x / 9) * Math.sin(y / 8) * Math.sin(z / 10);
        };
    return (float) (tissue.hounsfield() + texture + agent * tissue.uptake());
  }

  private Tissue inside(double x, double y, double z) {
    if (within(x, y, aortaX, spineY + spineRadius + aortaRadius, aortaRadius)) {
      return Tissue.VESSEL;
    }
    if (heart.contains(x, y, z)) {
      return Tissue.HEART;
    }
    if (liver.contains(x, y, z) || liverLeftLobe.contains(x, y, z)) {
      return lesions.stream().anyMatch(lesion -> lesion.contains(x, y, z))
          ? Tissue.LESION
          : Tissue.LIVER;
    }
    if (spleen.contains(x, y, z)) {
      return Tissue.SPLEEN;
    }
    if (leftKidney.contains(x, y, z) || rightKidney.contains(x, y, z)) {
      return Tissue.KIDNEY;
    }
    if (leftLung.contains(x, y, z) || rightLung.contains(x, y, z)) {
      return Tissue.LUNG;
    }
    if (stomach.contains(x, y, z)) {
      // The patient lies on the back, so that gas gathers in front.
      return y > stomach.y() + 0.3 * stomach.radiusY() ? Tissue.GAS : Tissue.STOMACH;
    }
    return Tissue.BOWEL;
  }

  /** Vertebrae, discs and the canal behind them; air stands for elsewhere. */
  private Tissue spine(double x, double y, double z) {
    if (within(x, y, 0, spineY, spineRadius)) {
      double along = Math.floorMod((long) Math.floor(z), (long) VERTEBRA) / VERTEBRA;
      return along < DISC_SHARE ? Tissue.DISC : Tissue.BONE;
    }
    return Tissue.AIR;
  }

  private boolean isRib(double x, double z) {
    double slanted = z + RIB_SLANT * Math.abs(x);
    double along = slanted - RIB_DISTANCE * Math.floor(slanted / RIB_DISTANCE);
    return z > -90 && along < 0.35 * RIB_DISTANCE;
  }

  private boolean isTable(double x, double y) {
    double below = -torsoY - y;
    return Math.abs(x) < 0.9 * torsoX && below > 4 && below < 14;
  }

  private List<Ellipsoid> lesions(UniformRandomProvider random) {
    List<Ellipsoid> drawn = new ArrayList<>();
    int count = random.nextInt(MOST_LESIONS);
    for (int n = 0; n < count; n++) {
      double radius = between(random, 8, 20);
      drawn.add(
          new Ellipsoid(
              liver.x() + between(random, -0.5, 0.5) * liver.radiusX(),
              liver.y() + between(random, -0.5, 0.5) * liver.radiusY(),
              liver.z() + between(random, -0.5, 0.5) * liver.radiusZ(),
              radius,
              radius,
              radius));
    }
    return drawn;
  }

  /** An organ near a place, a little larger or smaller than usual. */
  private static Ellipsoid ellipsoid(
      UniformRandomProvider random, double x, double y, double z, double rx, double ry, double rz) {
    return new Ellipsoid(
        x + between(random, -6, 6),
        y + between(random, -5, 5),
        z + between(random, -8, 8),
        rx * between(random, 0.9, 1.1),
        ry * between(random, 0.9, 1.1),
        rz * between(random, 0.9, 1.1));
  }

  private static double level(double x, double y, double radiusX, double radiusY) {
    return x * x / (radiusX * radiusX) + y * y / (radiusY * radiusY);
  }

  private static boolean within(double x, double y, double atX, double atY, double radius) {
    return (x - atX) * (x - atX) + (y - atY) * (y - atY) <= radius * radius;
  }

  static double between(UniformRandomProvider random, double low, double high) {
    return low + (high - low) * random.nextDouble();
  }
}
