package dev.hybridmim.ingest.intake.web;

import java.io.IOException;

/** A request's body is not what its headers say. */
final class MalformedBodyException extends IOException {
  private static final long serialVersionUID = 1L;

  MalformedBodyException(String message) {
    super(message);
  }
}
