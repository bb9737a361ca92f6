package dev.hybridmim.local.demo;

/** An ellipsoid with axes along the patient's, in millimetres of the RAS+ frame. */
record Ellipsoid(double x, double y, double z, double radiusX, double radiusY, double radiusZ) {
  boolean contains(double px, double py, double pz) {
    return level(px, py, pz) <= 1;
  }

  /** 0 in the centre, 1 on the surface, growing with the square of the distance. */
  double level(double px, double py, double pz) {
    double dx = (px - x) / radiusX;
    double dy = (py - y) / radiusY;
    double dz = (pz - z) / radiusZ;
    return dx * dx + dy * dy + dz * dz;
  }
}
