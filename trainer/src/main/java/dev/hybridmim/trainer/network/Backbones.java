package dev.hybridmim.trainer.network;

import dev.hybridmim.platform.profile.NetworkProfile;
import dev.hybridmim.trainer.operator.Operators;

/** Makes the backbone that a profile names. */
public final class Backbones {
  private Backbones() {}

  /**
   * Declares a backbone's parameters.
   *
   * @param outputChannels channels that the decoder gives
   */
  public static Backbone create(
      Operators operators,
      ParameterMap parameters,
      NetworkProfile profile,
      int outputChannels,
      long seed) {
    return switch (profile.backbone()) {
      case UNET -> new UNet(operators, parameters, profile, outputChannels, seed);
      case SWIN_UNETR ->
          new SwinUnetr(operators, parameters, SwinSettings.of(profile), outputChannels, seed);
    };
  }
}
